package weather.kwangle.local.answers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static weather.kwangle.local.answers.ApiClient.bearer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weather.kwangle.local.PlatformUnderTest;
import weather.kwangle.registry.command.ClientTool;

/** What operators do with {@code ./max-weather client} is what clients of the running platform meet. */
@Tag("slow")
class SuspensionIT {
    private static final String CLIENT = "trial-tester";

    /** What is promised, and some time for a busy machine. */
    private static final Duration EFFECT = Duration.ofSeconds(30 + 15);

    private final ApiClient api = new ApiClient();

    @TempDir
    private Path root;

    @BeforeEach
    void makeACheckoutInWhichThePlatformRuns() throws Exception {
        Files.createSymbolicLink(root.resolve("access-policy"), PlatformUnderTest.ROOT.resolve("access-policy"));
        Files.createDirectories(root.resolve("target"));
        Files.writeString(
                root.resolve("target/platform.json"),
                PlatformUnderTest.running().toString());
    }

    @Test
    void aSuspendedClientIsRefusedWithinThirtySecondsWithTheTokenItHoldsAndLetInAgainWhenResumed() throws Exception {
        String token = api.tokenOf(CLIENT);
        assertThat(status(token)).isEqualTo(200);

        assertThat(client("suspend", CLIENT, "--by", "ana", "--why", "leaked secret"))
                .contains("of the running platform")
                .contains("done: write to the table that trial-tester is suspended by ana (leaked secret)");
        try {
            await().atMost(EFFECT).until(() -> status(token) == 403);
            assertThat(client("show", CLIENT))
                    .contains("plan    trial, by the table")
                    .containsPattern("today   [1-9][0-9]* of 1,000 used");
        } finally {
            var _ = client("resume", CLIENT, "--by", "ben");
        }
        await().atMost(EFFECT).until(() -> status(token) == 200);
    }

    private int status(String token) throws Exception {
        return api.get("/current?location=Hanoi", bearer(token)).status();
    }

    private String client(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-Dmax-weather.root=" + root,
                "-cp",
                System.getProperty("java.class.path"),
                ClientTool.class.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, SECONDS)).isTrue();
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }
}
