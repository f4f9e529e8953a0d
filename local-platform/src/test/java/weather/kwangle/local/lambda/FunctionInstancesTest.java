package weather.kwangle.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weather.kwangle.local.lambda.FunctionInstances.Bounds;
import weather.kwangle.local.lambda.InvocationOutcome.Failed;
import weather.kwangle.local.lambda.InvocationOutcome.Returned;
import weather.kwangle.local.lambda.InvocationOutcome.TimedOut;
import weather.kwangle.local.lambda.InvocationOutcome.Unavailable;
import weather.kwangle.local.process.PartFailedException;

/** Real processes, the real runtime interface client, a handler of our own. */
@Tag("slow")
@Timeout(120)
class FunctionInstancesTest {
    private static final String ANSWER = "{\"behave\":\"answer\"}";
    private static final String HANG = "{\"behave\":\"hang\"}";
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration SHORT = Duration.ofMillis(700);

    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>(Map.of("PLAN", "trial"));
    private final ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor();
    private FunctionInstances function;

    @AfterEach
    void nothingIsLeftBehind() throws Exception {
        if (function != null) {
            List<Long> pids = function.pids();
            function.close();
            assertThat(pids).noneMatch(FunctionInstancesTest::isAlive);
            try (var left = Files.list(folder.resolve("scratch"))) {
                assertThat(left).isEmpty();
            }
        }
        clients.close();
    }

    @Test
    void anEventReachesTheHandlerWithLambdasContext() throws Exception {
        start(bounds(1, 10), LONG);

        JsonNode result = returned(function.invoke(ANSWER));

        assertThat(result.path("requestId").asString()).matches("[0-9a-f-]{36}");
        assertThat(result.path("functionArn").asString())
                .isEqualTo("arn:aws:lambda:us-east-1:000000000000:function:sample");
        assertThat(result.path("remainingMillis").asInt()).isBetween(1, 30_000);
        assertThat(result.path("plan").asString()).isEqualTo("trial");
        assertThat(result.path("temporaryFolder").asString()).startsWith(folder.toString());
    }

    @Test
    void eachInstanceHasItsOwnCopyOfTheNativeLibrary() throws Exception {
        start(bounds(1, 10), LONG);

        assertThat(Files.readAllLines(Path.of("/proc/" + function.pids().getFirst() + "/maps")))
                .filteredOn(line -> line.contains("libaws-lambda-jni"))
                .isNotEmpty()
                .allMatch(line -> line.contains(folder.resolve("scratch").toString()));
    }

    @Test
    void whatTheHandlerThrowsIsTheOutcomeAndTheInstanceLivesOn() throws Exception {
        start(bounds(1, 10), LONG);
        List<Long> before = function.pids();

        assertThat(function.invoke("{\"behave\":\"throw\",\"message\":\"Unauthorized\"}"))
                .isEqualTo(new Failed("java.lang.IllegalArgumentException", "Unauthorized"));
        assertThat(pidOf(function.invoke(ANSWER))).isEqualTo(before.getFirst());
    }

    @Test
    void anInstanceTakesOneEventAtATime() throws Exception {
        start(bounds(1, 100), LONG);

        List<Future<InvocationOutcome>> outcomes = IntStream.range(0, 50)
                .mapToObj(number -> clients.submit(() -> function.invoke(ANSWER)))
                .toList();

        for (Future<InvocationOutcome> outcome : outcomes) {
            assertThat(outcome.get()).isInstanceOf(Returned.class);
        }
    }

    @Test
    void anotherInstanceIsStartedWhenAllAreBusyAndEndsWhenItHasBeenIdle() throws Exception {
        start(bounds(2, 10), LONG);
        Future<InvocationOutcome> hanging = clients.submit(() -> function.invoke(HANG));
        await().atMost(LONG)
                .until(() -> function.invoke(ANSWER) instanceof Returned
                        && function.pids().size() == 2);

        Set<Long> answering = IntStream.range(0, 5)
                .mapToObj(number -> pidOf(function.invoke(ANSWER)))
                .collect(Collectors.toSet());

        assertThat(answering).hasSize(1);
        assertThat(function.pids()).hasSize(2).containsAll(answering);
        await().atMost(LONG).until(() -> function.pids().size() == 1);
        assertThat(hanging).isNotDone();
    }

    @Test
    void eventsThatFindNoInstanceAndNoPlaceInTheQueueAreRefused() throws Exception {
        start(bounds(1, 0), LONG);
        var _ = clients.submit(() -> function.invoke(HANG));

        await().untilAsserted(() -> assertThat(function.invoke(ANSWER))
                .isEqualTo(new Unavailable("all instances are busy and 0 events wait")));
    }

    @Test
    void anInvocationThatTakesTooLongEndsWithItsInstance() throws Exception {
        start(bounds(1, 10), SHORT);
        long before = function.pids().getFirst();

        assertThat(function.invoke(HANG)).isEqualTo(new TimedOut(SHORT));

        await().atMost(LONG).until(() -> function.invoke(ANSWER) instanceof Returned);
        assertThat(function.pids()).doesNotContain(before);
        assertThat(isAlive(before)).isFalse();
    }

    @Test
    void aProcessThatDiesFailsItsEventAndIsReplaced() throws Exception {
        start(bounds(1, 10), LONG);
        long before = function.pids().getFirst();

        assertThat(function.invoke("{\"behave\":\"exit\"}"))
                .isEqualTo(new Failed("Runtime.ExitError", "The runtime exited."));

        assertThat(pidOf(function.invoke(ANSWER))).isNotEqualTo(before);
    }

    @Test
    void aHandlerThatDoesNotInitialiseSaysWhy() {
        environment.put("FAIL_TO_INITIALISE", "yes");

        assertThatThrownBy(() -> start(bounds(1, 10), LONG))
                .isInstanceOf(PartFailedException.class)
                .hasMessageContaining("sample could not be started")
                .hasMessageContaining("IllegalStateException: no policy to read");
    }

    private void start(Bounds bounds, Duration timeout) throws Exception {
        Path module = Path.of("").toAbsolutePath();
        function = FunctionInstances.start(
                new FunctionSettings(
                        "sample",
                        SampleHandler.class.getName() + "::handleRequest",
                        module.resolve("target/test-classes"),
                        module.resolve("target/lambda-runtime"),
                        environment,
                        128,
                        timeout,
                        folder.resolve("sample.log"),
                        folder.resolve("scratch")),
                bounds,
                Clock.systemUTC());
    }

    private static Bounds bounds(int instances, int waiting) {
        return new Bounds(instances, waiting, LONG, Duration.ofMillis(20), Duration.ofSeconds(1), LONG);
    }

    private static JsonNode returned(InvocationOutcome outcome) {
        assertThat(outcome).isInstanceOf(Returned.class);
        return JsonMapper.shared().readTree(((Returned) outcome).payload());
    }

    private static long pidOf(InvocationOutcome outcome) {
        return returned(outcome).path("pid").asLong();
    }

    private static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }
}
