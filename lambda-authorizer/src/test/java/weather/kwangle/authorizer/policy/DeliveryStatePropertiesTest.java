package weather.kwangle.authorizer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import weather.kwangle.authorizer.TestClock;
import weather.kwangle.authorizer.policy.DocumentKind.Need;
import weather.kwangle.policy.BreakGlassList;

/** Whatever a source does, and whenever it is asked. */
class DeliveryStatePropertiesTest {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final List<String> GOOD = List.of(
            "{ version: 1, breakGlass: [] }", "{ version: 1, breakGlass: [] } #", "version: 1\nbreakGlass: []\n");
    private static final List<String> BROKEN = List.of("", "{", "version: 2\nbreakGlass: []\n");

    /**
     * What the source holds from some time on, empty if it is away.
     *
     * @param pause until it is asked
     */
    record Step(Optional<String> content, Duration pause) {}

    @Property(seed = "20261128", tries = 300)
    void the_content_is_the_last_good_one_that_was_read_and_never_goes_away(@ForAll("steps") List<Step> steps) {
        Run run = new Run(steps, true, false);
        Optional<String> expected = Optional.empty();
        for (int i = 0; i < steps.size(); i++) {
            Optional<String> held = steps.get(i).content();
            if (run.reads.get(i) && held.filter(GOOD::contains).isPresent()) {
                expected = held;
            }
            assertThat(run.used.get(i)).as("after step " + i).isEqualTo(expected);
        }
    }

    @Property(seed = "20261128", tries = 300)
    void a_candidate_is_used_only_while_it_is_what_the_source_last_held(@ForAll("steps") List<Step> steps) {
        Run run = new Run(steps, false, false);
        Optional<String> last = Optional.empty();
        for (int i = 0; i < steps.size(); i++) {
            if (run.reads.get(i) && steps.get(i).content().isPresent()) {
                last = steps.get(i).content();
            }
            assertThat(run.used.get(i)).as("after step " + i).isEqualTo(last.filter(GOOD::contains));
        }
    }

    @Property(seed = "20261128", tries = 300)
    void nothing_but_what_the_source_held_for_a_second_replaces_the_content_of_a_file(
            @ForAll("steps") List<Step> steps) {
        Run run = new Run(steps, true, true);
        Optional<String> before = Optional.empty();
        for (int i = 0; i < steps.size(); i++) {
            Optional<String> now = run.used.get(i);
            if (before.isPresent() && !now.equals(before)) {
                assertThat(now).isEqualTo(steps.get(i).content());
                assertThat(run.unchangedSince(i)).isGreaterThanOrEqualTo(DeliveryState.SETTLING);
            }
            before = now;
        }
    }

    @Property(seed = "20261128", tries = 300)
    void each_content_is_parsed_once_for_each_time_it_comes_and_each_change_of_state_is_one_line(
            @ForAll("steps") List<Step> steps) {
        Run run = new Run(steps, true, false);
        int comings = 0;
        int outages = 0;
        Optional<String> held = Optional.empty();
        boolean away = false;
        for (int i = 0; i < steps.size(); i++) {
            if (run.reads.get(i)) {
                Optional<String> content = steps.get(i).content();
                outages += content.isEmpty() && !away ? 1 : 0;
                away = content.isEmpty();
                if (content.isPresent() && !content.equals(held)) {
                    comings++;
                    held = content;
                }
            }
        }
        assertThat(run.parsed).isLessThanOrEqualTo(comings);
        assertThat(run.log.events().stream().filter("policy-unreachable"::equals))
                .hasSize(outages);
        assertThat(run.log.events().stream()
                        .filter(Set.of("policy-changed", "policy-refused", "policy-mended")::contains))
                .hasSizeLessThanOrEqualTo(2 * comings);
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        Arbitrary<Optional<String>> contents = Arbitraries.frequencyOf(
                Tuple.of(4, Arbitraries.of(GOOD).map(Optional::of)),
                Tuple.of(2, Arbitraries.of(BROKEN).map(Optional::of)),
                Tuple.of(1, Arbitraries.just(Optional.empty())));
        Arbitrary<Duration> pauses =
                Arbitraries.of(0, 300, 1_000, 2_000, 9_999, 10_000, 60_000).map(Duration::ofMillis);
        return Combinators.combine(contents, pauses).as(Step::new).list().ofMaxSize(25);
    }

    /** What became of it, step by step. */
    private static final class Run {
        private final List<Step> steps;
        private final List<Instant> times = new ArrayList<>();
        private final List<Boolean> reads = new ArrayList<>();
        private final List<Optional<String>> used = new ArrayList<>();
        private final RecordedLog log = new RecordedLog();
        private int parsed;

        Run(List<Step> steps, boolean outlivesBrokenContent, boolean isFile) {
            this.steps = steps;
            TestClock clock = new TestClock();
            StubSource source = isFile ? new StubSource().asFile() : new StubSource();
            DocumentKind<String> kind = new DocumentKind<>(
                    "list",
                    (name, text) -> {
                        parsed++;
                        BreakGlassList.parse(name, text);
                        return text;
                    },
                    text -> text,
                    outlivesBrokenContent,
                    Need.REQUIRED);
            PolledDocument<String> document = new PolledDocument<>(
                    kind, source, INTERVAL, new AuditLog(log.stream(), clock), Runnable::run, clock);
            for (Step step : steps) {
                clock.advance(step.pause());
                step.content().ifPresentOrElse(source::serve, source::fail);
                int before = source.reads();
                document.begin().await(Duration.ZERO);
                times.add(clock.instant());
                reads.add(source.reads() > before);
                used.add(document.content());
            }
        }

        /** How long, up to that step, the source was seen to hold the same. */
        Duration unchangedSince(int step) {
            int first = step;
            for (int i = step; i >= 0; i--) {
                if (reads.get(i)) {
                    if (!steps.get(i).content().equals(steps.get(step).content())) {
                        break;
                    }
                    first = i;
                }
            }
            return Duration.between(times.get(first), times.get(step));
        }
    }
}
