package weather.kwangle.chart.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import weather.kwangle.chart.Ports;

/** One of the shipped jars as a process on the loopback address: what a pod is to a rollout. */
final class Pod implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final int port;

    private Pod(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts the jar and returns at once. */
    static Pod of(Path jar, Path log, Map<String, String> environment) throws IOException {
        assertThat(jar).as("mvn package makes it").exists();
        int port = Ports.free();
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx192m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-jar",
                        jar.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("SERVER_PORT", Integer.toString(port));
        builder.environment().put("SERVER_ADDRESS", "127.0.0.1");
        return new Pod(builder.start(), port);
    }

    int port() {
        return port;
    }

    /** What the readiness probe waits for before the pod gets any traffic. */
    void awaitReady() {
        await().atMost(START).until(this::isReady);
    }

    private boolean isReady() {
        try {
            HttpURLConnection probe = (HttpURLConnection) URI.create("http://127.0.0.1:%d/ready".formatted(port))
                    .toURL()
                    .openConnection();
            probe.setConnectTimeout(1_000);
            probe.setReadTimeout(1_000);
            return probe.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Asks it to stop, and returns its exit code once it has. */
    int stop(Duration atMost) throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS))
                .as("stopped within %s", atMost)
                .isTrue();
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
