package weather.kwangle.dynamodblocal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The temporary folder through which the starter learns the server's port and what it said. */
record Scratch(Path folder) {

    static Scratch create() {
        try {
            return new Scratch(Files.createTempDirectory("dynamodb-local-"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make a temporary folder for DynamoDB Local", e);
        }
    }

    Path portFile() {
        return folder.resolve("port");
    }

    Path output() {
        return folder.resolve("output.log");
    }

    /** Removes the folder; a leftover in the temporary folder is no reason to fail anyone. */
    void delete() {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException ignored) {
            // Already gone, or still held by a process that is ending.
        }
    }
}
