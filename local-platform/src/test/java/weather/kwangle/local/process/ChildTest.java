package weather.kwangle.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes. */
@Tag("slow")
@Timeout(60)
class ChildTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    private Process starter;
    private Child child;

    @AfterEach
    void endWhatIsLeft() throws Exception {
        if (starter != null) {
            starter.destroyForcibly().waitFor();
        }
        if (child != null) {
            child.stop(Duration.ZERO);
        }
    }

    @Test
    void aChildDiesWithAStarterThatWasKilledEvenIfItIsDeafToSignals() throws Exception {
        starter = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-cp",
                        ChildJvm.ownClassPath(),
                        Starter.class.getName(),
                        log().toString())
                .redirectErrorStream(true)
                .start();
        long pid = Long.parseLong(starter.inputReader(StandardCharsets.UTF_8).readLine());
        ProcessHandle part = ProcessHandle.of(pid).orElseThrow();
        awaitOutput("waiting");

        starter.destroyForcibly();

        assertThat(starter.waitFor()).as("killed").isNotZero();
        part.onExit().get(LONG.toSeconds(), TimeUnit.SECONDS);
        assertThat(part.isAlive()).isFalse();
    }

    @Test
    void aChildInheritsNoCredentialsAndGetsItsOwnEnvironment() throws Exception {
        child = start();

        awaitOutput("waiting");

        assertThat(Files.readString(log())).contains("AWS_PROFILE is null", "PLAN is trial");
    }

    @Test
    void aChildLeavesCtrlCToItsStarter() throws Exception {
        child = start();
        awaitOutput("waiting");

        new ProcessBuilder("kill", "-INT", String.valueOf(child.pid())).start().waitFor();

        assertThat(child.awaitEnd(Duration.ofMillis(300))).isFalse();
    }

    @Test
    void aChildThatObeysEndsAndOneThatDoesNotIsKilled() throws Exception {
        child = start();
        awaitOutput("waiting");
        child.stop(LONG);
        assertThat(child.onExit().join()).isEqualTo(128 + 15);

        Files.delete(log());
        child = start("deaf");
        awaitOutput("waiting");
        child.stop(Duration.ofMillis(200));
        assertThat(child.onExit().join()).isEqualTo(128 + 9);
    }

    @Test
    void aChildThatEndsWhileItIsWaitedForIsReportedWithItsLastWords() throws Exception {
        child = start("crash");

        try (var readiness = new Readiness()) {
            assertThatThrownBy(() -> readiness.await(child, nobody(), LONG))
                    .isInstanceOf(PartFailedException.class)
                    .hasMessageContaining("part ended with exit code 7")
                    .hasMessageContaining("something broke");
        }
    }

    @Test
    void aChildThatStaysSilentIsReportedWithWhatWasExpected() throws Exception {
        child = start();
        awaitOutput("waiting");

        try (var readiness = new Readiness()) {
            URI probe = nobody();
            assertThatThrownBy(() -> readiness.await(child, probe, Duration.ofMillis(300)))
                    .isInstanceOf(PartFailedException.class)
                    .hasMessageContaining("part did not answer at " + probe)
                    .hasMessageContaining("waiting");
        }
    }

    @Test
    void theEndOfALongLogIsItsLastLines() throws Exception {
        child = start();
        awaitOutput("waiting");
        Files.writeString(log(), "line\n".repeat(100_000) + "last but one\nlast\n");

        assertThat(child.lastLines(2)).containsExactly("last but one", "last");
    }

    private Child start(String... arguments) throws IOException {
        var program = new ArrayList<>(List.of("-cp", ChildJvm.ownClassPath(), Waiting.class.getName()));
        program.addAll(List.of(arguments));
        return new ChildJvm("part", List.of("-Xmx32m"), program, Map.of("PLAN", "trial"), folder, log()).start();
    }

    private static URI nobody() throws IOException {
        return URI.create("http://127.0.0.1:" + ReservedPort.take() + "/ready");
    }

    private Path log() {
        return folder.resolve("part.log");
    }

    private void awaitOutput(String text) {
        await().atMost(LONG)
                .until(() -> Files.exists(log()) && Files.readString(log()).contains(text));
    }
}
