package weather.kwangle.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole platform as `./max-weather run` starts it, once for all tests of a JVM, on free ports. It ends with the JVM.
 */
public final class PlatformUnderTest {

    public static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private static final Duration START = Duration.ofMinutes(3);
    private static final Path FOLDER = ROOT.resolve("local-platform/target/platform-under-test");
    private static final JsonNode RUNNING = start();

    private PlatformUnderTest() {}

    /** What {@code target/platform.json} says of the running platform. */
    public static JsonNode running() {
        return RUNNING;
    }

    /** What a part of the running platform has written so far. */
    public static String log(String part) throws IOException {
        return Files.readString(FOLDER.resolve("logs").resolve(part + ".log"));
    }

    /** The processes of the function that decides about requests. */
    public static List<ProcessHandle> instancesOf(ProcessHandle platform) {
        return platform.children()
                .filter(child -> child.info().commandLine().orElse("").contains("AuthorizerHandler"))
                .toList();
    }

    private static JsonNode start() {
        try {
            Files.createDirectories(FOLDER);
            Path file = FOLDER.resolve("platform.json");
            Path output = FOLDER.resolve("output.txt");
            Files.deleteIfExists(file);
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-Xmx256m",
                            "-jar",
                            ROOT.resolve("local-platform/target/local-platform.jar")
                                    .toString(),
                            "--root",
                            ROOT.toString(),
                            "--port",
                            "0",
                            "--platform-file",
                            file.toString())
                    .directory(ROOT.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.to(output.toFile()))
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process), "stop-platform"));
            Instant deadline = Instant.now().plus(START);
            while (!Files.exists(file)) {
                if (process.waitFor(200, TimeUnit.MILLISECONDS) || Instant.now().isAfter(deadline)) {
                    stop(process);
                    throw new IllegalStateException("the platform did not start:\n" + Files.readString(output));
                }
            }
            return JsonMapper.shared().readTree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the platform started", e);
        }
    }

    private static void stop(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
