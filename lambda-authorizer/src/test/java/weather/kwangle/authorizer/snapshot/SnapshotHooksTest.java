package weather.kwangle.authorizer.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class SnapshotHooksTest {
    private final List<String> calls = new ArrayList<>();
    private final Map<String, Renewable> renewables = new LinkedHashMap<>();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    @Test
    void a_snapshot_comes_after_the_rehearsal_and_knows_nothing_of_it() throws Exception {
        renewables.put("one", () -> calls.add("one forgets"));
        renewables.put("two", () -> calls.add("two forgets"));

        context(() -> calls.add("rehearsal"), Duration.ofSeconds(5)).checkpoint();

        assertThat(calls).containsExactly("rehearsal", "one forgets", "two forgets");
        assertThat(logged()).matches("\\{\"type\":\"snapshot\",\"durationMicros\":\\d+,\"failed\":\\[]}\n");
    }

    @Test
    void a_rehearsal_that_fails_is_told_and_leaves_nothing_behind() throws Exception {
        renewables.put("one", () -> calls.add("one forgets"));

        context(
                        () -> {
                            throw new IllegalStateException("stage fright");
                        },
                        Duration.ofSeconds(5))
                .checkpoint();

        assertThat(calls).containsExactly("one forgets");
        assertThat(logged())
                .contains("\"failed\":[\"rehearsal\"],\"rehearsal\":\"java.lang.IllegalStateException: stage fright\"");
    }

    @Test
    void all_forget_before_any_is_renewed_and_all_are_renewed_at_the_same_time() throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        for (String name : List.of("one", "two")) {
            renewables.put(
                    name,
                    renewable(
                            () -> {
                                assertThat(calls).containsExactly("one forgets", "two forgets");
                                together.await(10, TimeUnit.SECONDS);
                            },
                            name));
        }

        context(() -> {}, Duration.ofSeconds(10)).restore();

        assertThat(logged()).contains("\"type\":\"restore\"").contains("\"failed\":[]");
    }

    @Test
    void what_fails_or_hangs_is_told_and_holds_nothing_up() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        renewables.put(
                "broken",
                renewable(
                        () -> {
                            throw new NoClassDefFoundError("gone");
                        },
                        "broken"));
        renewables.put("hanging", renewable(end::await, "hanging"));

        context(() -> {}, Duration.ofMillis(200)).restore();
        end.countDown();

        assertThat(logged())
                .contains("\"failed\":[\"broken\",\"hanging\"]")
                .contains("\"broken\":\"java.lang.NoClassDefFoundError: gone\"")
                .contains("\"hanging\":\"not within PT0.2S\"");
    }

    private interface Attempt {
        void make() throws Exception;
    }

    private Renewable renewable(Attempt renewal, String name) {
        return new Renewable() {
            @Override
            public void forget() {
                calls.add(name + " forgets");
            }

            @Override
            public void renew() {
                try {
                    renewal.make();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    private SnapshotContext context(Runnable rehearsal, Duration renewWithin) {
        SnapshotContext context = new SnapshotContext();
        context.register(new SnapshotHooks(
                rehearsal, renewables, new PrintStream(log, true, StandardCharsets.UTF_8), renewWithin));
        return context;
    }

    private String logged() {
        return log.toString(StandardCharsets.UTF_8);
    }
}
