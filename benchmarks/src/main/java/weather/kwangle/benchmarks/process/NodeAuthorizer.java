package weather.kwangle.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The peer in Node, installed by npm from its lock file into the build folder. */
public final class NodeAuthorizer {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);

    private NodeAuthorizer() {}

    /** The folder with the peer; empty if npm or the registry cannot be had. */
    public static Optional<Path> install(Path root, Path folder) throws IOException, InterruptedException {
        Path place = Files.createDirectories(folder.resolve("node-authorizer"));
        try (Stream<Path> files = Files.list(root.resolve("benchmarks/node-authorizer"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, place.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        if (Files.exists(place.resolve("node_modules/aws-jwt-verify/package.json"))) {
            return Optional.of(place);
        }
        Process npm;
        try {
            npm = new ProcessBuilder(
                            List.of("npm", "ci", "--fetch-retries=0", "--ignore-scripts", "--no-audit", "--no-fund"))
                    .directory(place.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve("npm.log").toFile())
                    .start();
        } catch (IOException e) {
            return Optional.empty();
        }
        if (!npm.waitFor(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
            npm.destroyForcibly();
            return Optional.empty();
        }
        return npm.exitValue() == 0 ? Optional.of(place) : Optional.empty();
    }
}
