package weather.kwangle.authorizer.policy;

import java.net.URI;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Where a policy is delivered. */
public sealed interface PolicyLocation {
    /** What {@link #parse} takes, for messages. */
    String EXPECTED = "a file, or the AppConfig Lambda extension's address,"
            + " http://localhost:2772/applications/<application>/environments/<environment>/configurations/<profile>";

    /** A file, YAML or JSON, of at most 16 MiB. */
    record LocalFile(Path path) implements PolicyLocation {}

    /** An address of the AppConfig Lambda extension, which holds at most 900,000 bytes. */
    record ExtensionAddress(URI uri) implements PolicyLocation {}

    /**
     * Reads the written form: whatever has a scheme is an address.
     *
     * @throws IllegalArgumentException if it is neither
     */
    static PolicyLocation parse(String written) {
        if (!Written.URL.matcher(written).lookingAt()) {
            try {
                return new LocalFile(Path.of(written));
            } catch (InvalidPathException e) {
                throw new IllegalArgumentException("not a path", e);
            }
        }
        if (!Written.ADDRESS.matcher(written).matches()) {
            throw new IllegalArgumentException("not an address of the extension");
        }
        URI address = URI.create(written);
        if (address.getPort() > Written.HIGHEST_PORT) {
            throw new IllegalArgumentException("not a port");
        }
        return new ExtensionAddress(address);
    }

    /** The forms. Plain HTTP leaves no machine: only on the loopback address. */
    final class Written {
        private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://");
        private static final String NAME = "[A-Za-z0-9_.~-]{1,128}";
        private static final Pattern ADDRESS =
                Pattern.compile("http://(?:localhost|127(?:\\.\\d{1,3}){3}|\\[::1])(?::\\d{1,5})?/applications/" + NAME
                        + "/environments/" + NAME + "/configurations/" + NAME);
        private static final int HIGHEST_PORT = 65_535;

        private Written() {}
    }
}
