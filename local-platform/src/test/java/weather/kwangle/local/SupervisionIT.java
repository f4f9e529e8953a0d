package weather.kwangle.local;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** However a platform of its own ends, nothing of it stays. */
@Tag("slow")
@Timeout(240)
class SupervisionIT {
    private static final Duration START = Duration.ofMinutes(3);

    @TempDir
    private Path folder;

    private Process platform;
    private JsonNode running;
    private List<ProcessHandle> parts;

    @BeforeEach
    void start() throws Exception {
        platform = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        PlatformUnderTest.ROOT
                                .resolve("local-platform/target/local-platform.jar")
                                .toString(),
                        "--root",
                        PlatformUnderTest.ROOT.toString(),
                        "--port",
                        "0",
                        "--quiet",
                        "--platform-file",
                        platformFile().toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output.txt").toFile())
                .start();
        await().atMost(START).until(() -> Files.exists(platformFile()) || !platform.isAlive());
        assertThat(platform.isAlive()).as(output()).isTrue();
        running = JsonMapper.shared().readTree(Files.readString(platformFile()));
        parts = platform.descendants().toList();
        assertThat(parts).hasSizeGreaterThanOrEqualTo(5);
    }

    @AfterEach
    void nothingStays() throws Exception {
        platform.destroyForcibly().waitFor();
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(parts).noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void aPlatformThatIsKilledLeavesNoProcess() throws Exception {
        platform.destroyForcibly();

        assertThat(platform.waitFor(10, SECONDS)).isTrue();
    }

    @Test
    void aPlatformThatIsAskedToStopTakesItsFileAway() throws Exception {
        platform.toHandle().destroy();

        assertThat(platform.waitFor(20, SECONDS)).isTrue();
        assertThat(platformFile()).doesNotExist();
        assertThat(parts).noneMatch(ProcessHandle::isAlive);
        assertThat(output()).isEmpty();
    }

    @Test
    void anInstanceOfTheFunctionThatDiesIsReplacedAndAnyOtherPartStopsTheRest() throws Exception {
        long killed = kill("authorizer");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> PlatformUnderTest.instancesOf(platform.toHandle()).stream()
                        .anyMatch(instance -> instance.pid() != killed));
        assertThat(platform.isAlive()).isTrue();

        kill("weather-service");

        assertThat(platform.waitFor(30, SECONDS)).isTrue();
        assertThat(platform.exitValue()).isEqualTo(1);
        assertThat(output())
                .startsWith("max-weather: weather-service ended with exit code 137")
                .contains("the end of " + folder.resolve("logs/weather-service.log"));
        assertThat(platformFile()).doesNotExist();
        assertThat(parts).noneMatch(ProcessHandle::isAlive);
    }

    private long kill(String part) {
        long pid = running.get("pids").get(part).asLong();
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
        return pid;
    }

    private Path platformFile() {
        return folder.resolve("platform.json");
    }

    private String output() throws IOException {
        return Files.readString(folder.resolve("output.txt"));
    }
}
