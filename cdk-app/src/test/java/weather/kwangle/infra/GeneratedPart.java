package weather.kwangle.infra;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A part of a page between two HTML comments that a test writes: {@code <!-- name: … -->} and {@code <!-- end of name -->}.
 * With {@code -Dwrite=true} the test writes it anew, otherwise it compares.
 *
 * @param page below the repository's root
 * @param name in both comments
 */
record GeneratedPart(Path page, String name) {

    /** What stands there, after having been written if that was asked for. */
    String standing(String expected) throws IOException {
        Path file = CloudAssembly.ROOT.resolve(page);
        String text = Files.readString(file);
        int opening = text.indexOf("<!-- " + name + ":");
        int start = text.indexOf("-->\n", opening) + 4;
        int end = text.indexOf("<!-- end of " + name + " -->");
        if (opening < 0 || end < start) {
            throw new AssertionError(page + " has no part " + name);
        }
        if (Boolean.getBoolean("write")) {
            Files.writeString(file, text.substring(0, start) + expected + text.substring(end));
            return expected;
        }
        return text.substring(start, end);
    }
}
