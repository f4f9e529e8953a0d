package weather.kwangle.local.docs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weather.kwangle.local.PlatformUnderTest;

/**
 * The steps of the policy's guide that need a running platform, on a copy of the policy: its blocks {@code console running}.
 */
@Tag("slow")
@Timeout(420)
class PolicyGuideIT {
    private static final Path GUIDE = PlatformUnderTest.ROOT.resolve("docs/guides/changing-the-access-policy.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```console running\n(.*?)^```$");
    private static final String RUN = "./max-weather run ";
    private static final Duration START = Duration.ofMinutes(3);

    /** What the guide promises, and some time for a busy machine. */
    private static final Duration EFFECT = Duration.ofSeconds(15 + 10);

    @TempDir
    private Path root;

    private Process platform;
    private JsonNode running;
    private String assignments = "";
    private String lastRequest = "true";

    private record Step(String command, String printed) {}

    @BeforeEach
    void makeACheckoutWithAPolicyOfItsOwn() throws IOException {
        for (String part : List.of(
                "api",
                "weather-service",
                "edge-gateway",
                "lambda-authorizer",
                "lambda-operations",
                "local-platform",
                "dynamodb-local")) {
            Files.createSymbolicLink(root.resolve(part), PlatformUnderTest.ROOT.resolve(part));
        }
        Path policy =
                Files.createDirectories(root.resolve("access-policy/policy")).resolve("access-policy.yaml");
        Files.copy(PlatformUnderTest.ROOT.resolve("access-policy/policy/access-policy.yaml"), policy);
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (platform != null) {
            platform.toHandle().destroy();
            if (!platform.waitFor(20, SECONDS)) {
                platform.destroyForcibly().waitFor();
            }
        }
    }

    @Test
    void everyStepDoesWhatTheGuideShowsWhileThePlatformRuns() throws Exception {
        List<Step> steps = BLOCK.matcher(Files.readString(GUIDE))
                .results()
                .flatMap(block -> steps(block.group(1)).stream())
                .toList();
        assertThat(steps).hasSizeGreaterThan(10);
        for (Step step : steps) {
            perform(step);
        }
        assertThat(platform).isNotNull();
    }

    private static List<Step> steps(String console) {
        List<Step> steps = new ArrayList<>();
        for (String line : console.lines().toList()) {
            if (line.startsWith("$ ")) {
                steps.add(new Step(line.substring(2), ""));
            } else {
                Step last = steps.removeLast();
                steps.add(new Step(last.command(), last.printed() + line + "\n"));
            }
        }
        return steps;
    }

    private void perform(Step step) throws Exception {
        if (step.command().startsWith(RUN)) {
            start(step.command().substring(RUN.length()).split(" "));
        } else if (step.command().startsWith("TOKEN=")) {
            String token = run(step.command() + "; printf %s \"$TOKEN\"", "");
            assertThat(token.split("\\.")).hasSize(3);
            assignments = "TOKEN=" + token + "\n";
        } else if (step.printed().isEmpty()) {
            assertThat(run(step.command(), "")).as(step.command()).isEmpty();
        } else {
            boolean asks = step.command().startsWith("curl ");
            if (asks) {
                lastRequest = step.command();
            }
            // A policy is read when somebody asks, so somebody does; no faster than an account may be looked at.
            await().atMost(EFFECT).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
                if (!asks) {
                    var _ = run(lastRequest, assignments);
                }
                assertThat(run(step.command(), assignments)).as(step.command()).matches(pattern(step.printed()));
            });
        }
    }

    private void start(String... options) throws Exception {
        Path file = root.resolve("target/platform.json");
        Path output = root.resolve("output.txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-jar",
                root.resolve("local-platform/target/local-platform.jar").toString(),
                "--root",
                root.toString(),
                "--port",
                "0"));
        command.addAll(List.of(options));
        platform = new ProcessBuilder(command)
                .directory(root.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        await().atMost(START).until(() -> Files.exists(file) || !platform.isAlive());
        assertThat(platform.isAlive()).as(Files.readString(output)).isTrue();
        running = JsonMapper.shared().readTree(Files.readString(file));
    }

    private String run(String command, String before) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-c", before + onItsPorts(command))
                .directory(root.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor(30, SECONDS)).as(command).isTrue();
        return printed;
    }

    /** The guide has the usual ports; this platform has free ones. */
    private String onItsPorts(String command) {
        return running == null
                ? command
                : command.replace(
                                "http://127.0.0.1:8080/api/v1",
                                running.get("api").asString())
                        .replace(
                                "http://127.0.0.1:8081/oauth2/token",
                                running.get("tokenEndpoint").asString());
    }

    /** … stands for any text within a line. */
    private static Pattern pattern(String printed) {
        return Pattern.compile(printed.lines()
                .map(line ->
                        Arrays.stream(line.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")) + "\n")
                .collect(Collectors.joining()));
    }
}
