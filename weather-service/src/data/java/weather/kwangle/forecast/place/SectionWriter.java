package weather.kwangle.forecast.place;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes the arrays of a payload as {@link SectionReader} reads them. */
final class SectionWriter {
    private final DataOutputStream out;

    SectionWriter(OutputStream payload) {
        out = new DataOutputStream(payload);
    }

    void bytes(byte[] values) throws IOException {
        out.writeInt(values.length);
        out.writeByte(1);
        out.write(values);
    }

    /** Writes one byte of each value. */
    void bytes(int[] values) throws IOException {
        requireRange(values, 0, 0x7F);
        planes(values, 1);
    }

    /** Writes two bytes of each value, signed or unsigned as the reader takes them. */
    void chars(int[] values) throws IOException {
        requireRange(values, Short.MIN_VALUE, Character.MAX_VALUE);
        planes(values, 2);
    }

    void ints(int[] values) throws IOException {
        planes(values, 4);
    }

    void strings(List<String> strings) throws IOException {
        bytes(String.join("", strings).getBytes(StandardCharsets.UTF_8));
        chars(strings.stream()
                .mapToInt(string -> string.getBytes(StandardCharsets.UTF_8).length)
                .toArray());
    }

    private static void requireRange(int[] values, int low, int high) throws IOException {
        for (int value : values) {
            if (value < low || value > high) {
                throw new IOException(value + " does not fit, expected " + low + " to " + high);
            }
        }
    }

    private void planes(int[] values, int width) throws IOException {
        out.writeInt(values.length);
        out.writeByte(width);
        for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
            byte[] plane = new byte[values.length];
            for (int i = 0; i < values.length; i++) {
                plane[i] = (byte) (values[i] >>> shift);
            }
            out.write(plane);
        }
    }
}
