package weather.kwangle.forecast.place;

import java.nio.charset.StandardCharsets;

/** An immutable list of strings in two arrays, where an object for each would cost forty bytes more. */
final class PackedStrings {
    private final byte[] utf8;
    private final int[] starts;

    /** Takes the strings one after the other in UTF-8, and where each starts; the last start is the end of all. */
    PackedStrings(byte[] utf8, int[] starts) {
        this.utf8 = utf8;
        this.starts = starts;
    }

    int size() {
        return starts.length - 1;
    }

    String get(int index) {
        return new String(utf8, starts[index], starts[index + 1] - starts[index], StandardCharsets.UTF_8);
    }
}
