package weather.kwangle.gateway.assertion;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import weather.kwangle.edge.EdgeKeys;

/** The edge keys as a mounted secret: a file with the same JSON list that Secrets Manager keeps. */
public final class EdgeKeyFile implements Supplier<EdgeKeys> {
    private final Path file;

    public EdgeKeyFile(Path file) {
        this.file = file;
    }

    /**
     * Reads the file as it is now; the kubelet replaces it as a whole when the secret changes.
     *
     * @throws RuntimeException if it cannot be read or does not hold keys; the message shows none
     */
    @Override
    public EdgeKeys get() {
        try {
            return EdgeKeys.parseSecret(Files.readString(file));
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "%s cannot be read: %s".formatted(file, e.getClass().getSimpleName()));
        }
    }
}
