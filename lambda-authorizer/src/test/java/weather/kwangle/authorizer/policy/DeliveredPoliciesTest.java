package weather.kwangle.authorizer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import weather.kwangle.authorizer.TestClock;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.BreakGlass;

@Timeout(30)
class DeliveredPoliciesTest {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final String POLICY = """
            version: 1
            resourceServer: max-weather
            operations:
              GET /forecast: { allOf: [read:forecast] }
              GET /usage: { allOf: [read:forecast] }
            plans:
              trial: { rate: 5/s, burst: 10 }
            clients:
              acme: { plan: trial }
            """;
    private static final String LEAK = "{ client: acme, by: ana, why: leaked secret, until: 2026-11-23T12:01:00Z }";
    private static final String OVERLOAD =
            "{ operation: GET /usage, by: bob, why: overload, until: 2026-11-23T13:00:00Z }";

    @TempDir
    private Path folder;

    private final TestClock clock = new TestClock();
    private final RecordedLog log = new RecordedLog();
    private DeliveredPolicies policies;

    @BeforeEach
    void deliver() throws IOException {
        write("policy", POLICY);
        policies = Deliveries.onOneThread(
                new DeliverySettings(
                        file("policy"), Optional.of(file("glass")), Optional.of(file("candidate")), INTERVAL),
                log.stream(),
                clock);
    }

    @Test
    void the_policy_in_the_file_is_in_force() {
        PolicySnapshot snapshot = policies.current();

        assertThat(snapshot.live().clientIds()).containsExactly("acme");
        assertThat(snapshot.live().version()).matches("1-[0-9a-f]{12}");
        assertThat(snapshot.candidate()).isEmpty();
        assertThat(policies.current()).isSameAs(snapshot);
    }

    @Test
    void without_a_policy_nothing_is_decided_and_it_is_tried_again() throws Exception {
        Files.delete(path("policy"));
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(policies::current)
                    .isInstanceOf(PolicyUnavailableException.class)
                    .hasMessage("there is no access policy yet: " + path("policy") + ": there is no such file");
        }

        write("policy", POLICY.replace("5/s", "fast"));
        clock.advance(DeliveryState.RETRY_INTERVAL);
        assertThatThrownBy(policies::current).hasMessageContaining(path("policy") + ":7:18: rate is 'fast'");

        write("policy", POLICY);
        clock.advance(DeliveryState.RETRY_INTERVAL);
        assertThat(policies.current().live().clientIds()).containsExactly("acme");
    }

    @Test
    void break_glass_is_laid_over_the_policy_told_by_the_version_and_ends_by_itself() throws Exception {
        String plain = policies.current().live().version();
        write("glass", list(LEAK));
        settle();
        AccessPolicy live = policies.current().live();

        assertThat(live.breakGlass()).extracting(BreakGlass::name).containsExactly("client acme");
        assertThat(live.version()).matches(plain + "\\+bg1-[0-9a-f]{12}");
        assertThat(log.lines().getLast())
                .containsExactly(
                        entry("type", "audit"),
                        entry("event", "break-glass-began"),
                        entry("time", "2026-11-23T12:00:10Z"),
                        entry("subject", "client acme"),
                        entry("by", "ana"),
                        entry("why", "leaked secret"),
                        entry("until", "2026-11-23T12:01:00Z"),
                        entry("policyVersion", live.version()));

        clock.advance(Duration.ofSeconds(48));
        assertThat(policies.current().live()).isSameAs(live);
        Files.delete(path("glass"));
        clock.advance(Duration.ofSeconds(1));
        assertThat(policies.current().live().version()).isEqualTo(plain);
        assertThat(log.lines().getLast())
                .contains(
                        entry("event", "break-glass-ended"),
                        entry("subject", "client acme"),
                        entry("reason", "its time is over"),
                        entry("policyVersion", plain));
    }

    @Test
    void a_clock_that_is_put_back_brings_an_entry_back_with_it() throws Exception {
        write("glass", list(LEAK));
        clock.advance(Duration.ofMinutes(1));
        assertThat(policies.current().live().breakGlass()).isEmpty();

        clock.advance(Duration.ofSeconds(-30));
        assertThat(policies.current().live().breakGlass()).hasSize(1);
    }

    @Test
    void an_entry_that_is_removed_is_taken_back_and_others_stay() throws Exception {
        write("glass", list(LEAK, OVERLOAD));
        policies.current();
        write("glass", list(OVERLOAD));
        settle();

        assertThat(policies.current().live().breakGlass())
                .extracting(BreakGlass::by)
                .containsExactly("bob");
        assertThat(log.lines().getLast())
                .contains(
                        entry("event", "break-glass-ended"),
                        entry("subject", "client acme"),
                        entry("reason", "taken back"));
        assertThat(log.events().stream().filter("break-glass-began"::equals)).hasSize(2);
    }

    @Test
    void entries_of_the_policy_are_audited_too() throws Exception {
        write("policy", POLICY + "breakGlass: [" + LEAK + "]\n");
        policies.current();
        clock.advance(Duration.ofMinutes(1));
        policies.current();

        assertThat(log.events().stream().filter(event -> event.startsWith("break-glass")))
                .containsExactly("break-glass-began", "break-glass-ended");
    }

    @Test
    void an_entry_for_an_operation_that_is_none_is_no_secret() throws Exception {
        write("glass", list(OVERLOAD.replace("/usage", "/usages")));
        policies.current();

        assertThat(log.lines().getLast())
                .contains(
                        entry("event", "break-glass-began"),
                        entry("subject", "operation GET /usages"),
                        entry("warning", "the policy in force has no such operation: nothing is refused"));
    }

    @Test
    void broken_break_glass_takes_nothing_back() throws Exception {
        write("glass", list(LEAK));
        policies.current();
        for (String broken : List.of("", "breakGlass: []\n", list("{ client: acme }"))) {
            write("glass", broken);
            settle();
            assertThat(policies.current().live().breakGlass()).hasSize(1);
            assertThat(log.lines().getLast())
                    .contains(entry("event", "policy-refused"), entry("document", "break-glass"));
        }
    }

    @Test
    void without_break_glass_the_policy_decides_and_its_absence_is_said_once() {
        for (int i = 0; i < 5; i++) {
            assertThat(policies.current().live().version()).doesNotContain("+");
            clock.advance(INTERVAL);
        }

        assertThat(log.lines().stream()
                        .filter(line -> "policy-unreachable".equals(line.get("event")))
                        .map(line -> line.get("document")))
                .containsExactlyInAnyOrder("break-glass", "shadow-policy");
    }

    @Test
    void a_candidate_stands_beside_the_policy_under_the_same_break_glass() throws Exception {
        write("candidate", POLICY.replace("acme", "other"));
        write("glass", list(OVERLOAD));
        PolicySnapshot snapshot = policies.current();

        assertThat(snapshot.candidate().orElseThrow().clientIds()).containsExactly("other");
        assertThat(snapshot.candidate().orElseThrow().breakGlass())
                .isEqualTo(snapshot.live().breakGlass());
    }

    @Test
    void a_candidate_that_says_the_same_is_none() throws Exception {
        write("candidate", POLICY + "# the same\n");
        write("glass", list(OVERLOAD));

        assertThat(policies.current().candidate()).isEmpty();
    }

    @Test
    void a_broken_candidate_is_off_until_it_is_mended() throws Exception {
        write("candidate", POLICY.replace("acme", "other"));
        assertThat(policies.current().candidate()).isPresent();
        write("candidate", POLICY.replace("acme", "a c"));
        settle();
        assertThat(policies.current().candidate()).isEmpty();
        assertThat(log.lines().getLast())
                .contains(
                        entry("event", "policy-refused"),
                        entry("document", "shadow-policy"),
                        entry("inUse", ""),
                        entry(
                                "reason",
                                path("candidate") + ":9:3: client id 'a c', expected 1 to 128 letters, digits, dots, "
                                        + "underscores, hyphens and plus signs"));

        write("candidate", POLICY.replace("acme", "third"));
        settle();
        assertThat(policies.current().candidate().orElseThrow().clientIds()).containsExactly("third");
    }

    @Test
    void a_renewal_reads_everything_at_once() throws Exception {
        policies.current();
        write("policy", POLICY.replace("acme", "renewed"));
        policies.read().get(10, TimeUnit.SECONDS);
        clock.advance(DeliveryState.SETTLING);
        policies.read().get(10, TimeUnit.SECONDS);

        assertThat(policies.current().live().clientIds()).containsExactly("renewed");
        assertThat(policies.status())
                .extracting(DocumentStatus::document, DocumentStatus::age)
                .contains(tuple("access-policy", Optional.of(Duration.ZERO)))
                .hasSize(3);
    }

    @Test
    void what_is_forgotten_decides_nothing_until_it_is_read_again() throws Exception {
        write("glass", list(LEAK));
        PolicySnapshot before = policies.current();
        Files.move(path("policy"), folder.resolve("aside"));
        policies.forget();
        assertThatThrownBy(policies::current).isInstanceOf(PolicyUnavailableException.class);

        Files.move(folder.resolve("aside"), path("policy"));
        policies.read().get(10, TimeUnit.SECONDS);
        assertThat(policies.current().live().version()).isEqualTo(before.live().version());
    }

    @Test
    void threads_see_old_or_new_and_never_a_mixture_and_each_change_is_audited_once() throws Exception {
        DeliveredPolicies shared = new DeliveredPolicies(
                new DeliverySettings(file("policy"), Optional.of(file("glass")), Optional.empty(), INTERVAL),
                log.stream(),
                clock);
        write("glass", list(LEAK));
        assertThat(shared.current().live().breakGlass()).hasSize(1);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Future<Set<String>>> seen = IntStream.range(0, 8)
                    .mapToObj(_ -> threads.submit(() -> IntStream.range(0, 500)
                            .mapToObj(i -> {
                                if (i == 250) {
                                    clock.advance(Duration.ofSeconds(10));
                                }
                                AccessPolicy live = shared.current().live();
                                return live.version().contains("+") + " "
                                        + live.breakGlass().size();
                            })
                            .collect(Collectors.toSet())))
                    .toList();
            for (Future<Set<String>> one : seen) {
                assertThat(one.get(20, TimeUnit.SECONDS)).isSubsetOf("true 1", "false 0");
            }
        }
        assertThat(shared.current().live().breakGlass()).isEmpty();
        assertThat(log.events()).containsOnlyOnce("break-glass-began", "break-glass-ended");
    }

    @Test
    void sources_that_hang_together_hold_one_request_for_a_moment_and_no_other() throws Exception {
        List<Runnable> held = new ArrayList<>();
        DeliveredPolicies hanging = new DeliveredPolicies(
                new DeliverySettings(
                        file("policy"), Optional.of(file("glass")), Optional.of(file("candidate")), INTERVAL),
                log.stream(),
                clock,
                held::add);
        write("glass", list(LEAK));
        var _ = hanging.read();
        List.copyOf(held).forEach(Runnable::run);
        held.clear();
        clock.advance(INTERVAL);

        long start = System.nanoTime();
        assertThat(hanging.current().live().breakGlass()).hasSize(1);
        Duration first = Duration.ofNanos(System.nanoTime() - start);
        for (int i = 0; i < 100; i++) {
            hanging.current();
        }
        Duration others = Duration.ofNanos(System.nanoTime() - start).minus(first);

        assertThat(held).hasSize(3);
        assertThat(first).isGreaterThanOrEqualTo(PolledDocument.PATIENCE);
        assertThat(others).as("a hundred others").isLessThan(PolledDocument.PATIENCE.multipliedBy(20));
    }

    /** A changed file is in force from now on. */
    private void settle() {
        clock.advance(INTERVAL);
        policies.current();
        clock.advance(DeliveryState.SETTLING);
        policies.current();
    }

    private static String list(String... entries) {
        return "version: 1\nbreakGlass: [" + String.join(", ", entries) + "]\n";
    }

    private Path path(String name) {
        return folder.resolve(name + ".yaml");
    }

    private PolicyLocation file(String name) {
        return new PolicyLocation.LocalFile(path(name));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(path(name), text);
    }
}
