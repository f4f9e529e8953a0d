package weather.kwangle.local.process;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where this module's classes are: its jar, or {@code target/classes}. */
final class OwnCode {
    private OwnCode() {}

    static Path location() {
        try {
            return Path.of(OwnCode.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of this class is no file", e);
        }
    }
}
