package weather.kwangle.authorizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import weather.kwangle.authorizer.metrics.Counter;
import weather.kwangle.authorizer.metrics.DecisionName;
import weather.kwangle.authorizer.metrics.EmbeddedMetricFormat;
import weather.kwangle.authorizer.metrics.MetricLines;
import weather.kwangle.authorizer.metrics.MetricName;

class MetricLinesTest {
    private static final DecisionName ALLOW = new DecisionName("allow", Optional.empty());
    private static final DecisionName SCOPE = new DecisionName("deny", Optional.of("missing-scope"));
    private static final List<DecisionName> NAMES = OutcomeNames.all().toList();

    private final TestClock clock = new TestClock();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<MetricName, Counter> counters = new EnumMap<>(Map.of(
            MetricName.TOKEN_CACHE_HITS, new Counter(),
            MetricName.TOKEN_CACHE_MISSES, new Counter(),
            MetricName.KEY_SET_FETCHES, new Counter(),
            MetricName.KEY_SET_FETCH_FAILURES, new Counter(),
            MetricName.TABLE_READS, new Counter(),
            MetricName.TABLE_WRITES, new Counter()));
    private OptionalLong age = OptionalLong.of(120);
    private final MetricLines metrics = new MetricLines(
            "MaxWeather/test", new PrintStream(out, true, StandardCharsets.UTF_8), clock, counters, _ -> age);

    @Test
    void the_first_decision_is_told_at_once_with_what_was_counted_so_far() {
        counters.get(MetricName.KEY_SET_FETCHES).increment();
        counters.get(MetricName.TOKEN_CACHE_MISSES).increment();
        metrics.decided(SCOPE, Duration.ofNanos(41_900));

        assertThat(lines())
                .satisfiesExactly(
                        decision -> assertThat(decision)
                                .containsEntry("Decision", "deny")
                                .containsEntry("Cause", "missing-scope")
                                .containsEntry("Decisions", 1L)
                                .extracting(MetricLinesTest::dimensions)
                                .isEqualTo(List.of(List.of("Decision"), List.of("Decision", "Cause"))),
                        instance -> assertThat(instance)
                                .containsEntry("DecisionTime", List.of(41L))
                                .containsEntry("KeySetFetches", 1L)
                                .containsEntry("TokenCacheMisses", 1L)
                                .containsEntry("KeySetAge", 120L)
                                .doesNotContainKeys("TokenCacheHits", "KeySetFetchFailures", "Decision")
                                .extracting(MetricLinesTest::dimensions)
                                .isEqualTo(List.of(List.of())));
    }

    @Test
    void decisions_that_follow_are_told_together_after_a_minute() {
        metrics.decided(ALLOW, Duration.ofMillis(1));
        out.reset();
        for (int i = 1; i < 60; i++) {
            clock.advance(Duration.ofSeconds(1));
            metrics.decided(i % 3 == 0 ? SCOPE : ALLOW, Duration.ofMillis(i));
            assertThat(out.size()).isZero();
        }
        clock.advance(Duration.ofSeconds(1));
        metrics.decided(ALLOW, Duration.ofMillis(60));

        assertThat(lines())
                .extracting(line -> line.getOrDefault("Decision", "time of") + " "
                        + line.getOrDefault("Decisions", values(line).size()))
                .containsExactly("allow 41", "deny 19", "time of 60");
    }

    @Test
    void the_hundredth_decision_ends_a_batch() {
        for (int i = 0; i < 1 + 100; i++) {
            metrics.decided(ALLOW, Duration.ofMillis(1));
        }

        assertThat(lines().getLast())
                .extracting(MetricLinesTest::values)
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .hasSize(100);
    }

    @Test
    void who_asks_once_in_a_while_is_told_of_each_time() {
        for (int i = 0; i < 5; i++) {
            metrics.decided(ALLOW, Duration.ofMillis(1));
            assertThat(lines()).hasSize(2);
            out.reset();
            clock.advance(Duration.ofMinutes(7));
        }
    }

    @Test
    void what_was_decided_before_a_freeze_has_the_time_of_then() {
        metrics.decided(ALLOW, Duration.ofMillis(1));
        clock.advance(Duration.ofSeconds(2));
        metrics.decided(ALLOW, Duration.ofMillis(2));
        out.reset();
        clock.advance(Duration.ofHours(3));
        metrics.decided(ALLOW, Duration.ofMillis(3));

        assertThat(lines())
                .filteredOn(line -> line.containsKey("DecisionTime"))
                .extracting(line -> values(line) + " at " + time(line))
                .containsExactly("[2000] at 2026-11-23T12:00:02Z", "[3000] at 2026-11-23T15:00:02Z");
    }

    @Test
    void without_a_key_set_there_is_no_age() {
        age = OptionalLong.empty();
        metrics.decided(ALLOW, Duration.ofMillis(1));

        assertThat(lines()).noneMatch(line -> line.containsKey("KeySetAge"));
    }

    @Test
    void what_was_counted_before_a_snapshot_is_told_by_none_of_its_copies() {
        metrics.decided(ALLOW, Duration.ofMillis(1));
        metrics.decided(SCOPE, Duration.ofMillis(1));
        counters.get(MetricName.TABLE_READS).increment();
        out.reset();

        metrics.forget();
        clock.advance(Duration.ofDays(20));
        metrics.decided(ALLOW, Duration.ofMillis(4));

        assertThat(lines())
                .satisfiesExactly(
                        decision -> assertThat(decision)
                                .containsEntry("Decision", "allow")
                                .containsEntry("Decisions", 1L),
                        instance -> assertThat(instance)
                                .containsEntry("DecisionTime", List.of(4000L))
                                .doesNotContainKey("TableReads"));
    }

    @Test
    void every_name_of_a_decision_makes_a_good_line_and_there_are_few() {
        for (DecisionName name : NAMES) {
            metrics.decided(name, Duration.ofMillis(1));
            clock.advance(MetricLines.INTERVAL);
        }

        assertThat(lines()).hasSize(2 * NAMES.size());
        assertThat(NAMES).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(40);
    }

    /** Whatever comes when, each decision is told once, but for those of the last minute or the last hundred. */
    @Property(tries = 200)
    void no_decision_is_lost_or_told_twice(
            @ForAll @Size(max = 400) List<@IntRange(max = 30) Integer> which,
            @ForAll @Size(value = 400) List<@IntRange(max = 90_000) Integer> pauses) {
        out.reset();
        Map<DecisionName, Long> expected = new HashMap<>();
        for (int i = 0; i < which.size(); i++) {
            // Mostly close together, now and then far apart.
            int pause = pauses.get(i);
            clock.advance(Duration.ofMillis(pause < 80_000 ? pause / 100 : pause));
            DecisionName name = NAMES.get(which.get(i) % NAMES.size());
            metrics.decided(name, Duration.ofNanos(i));
            expected.merge(name, 1L, Long::sum);
        }
        clock.advance(Duration.ofMinutes(2));
        metrics.decided(ALLOW, Duration.ZERO);
        expected.merge(ALLOW, 1L, Long::sum);

        Map<DecisionName, Long> told = new HashMap<>();
        List<Object> times = new ArrayList<>();
        for (Map<String, Object> line : lines()) {
            if (line.containsKey("Decisions")) {
                told.merge(
                        new DecisionName(
                                (String) line.get("Decision"), Optional.ofNullable((String) line.get("Cause"))),
                        (Long) line.get("Decisions"),
                        Long::sum);
            } else {
                times.addAll(values(line));
            }
        }
        assertThat(told).isEqualTo(expected);
        assertThat(times).hasSize(which.size() + 1);
    }

    @Test
    void many_threads_lose_nothing() throws Exception {
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                all.add(threads.submit(() -> {
                    for (int j = 0; j < 1_000; j++) {
                        metrics.decided(ALLOW, Duration.ofMillis(1));
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get(20, TimeUnit.SECONDS);
            }
        }
        clock.advance(Duration.ofMinutes(2));
        metrics.decided(ALLOW, Duration.ofMillis(1));

        assertThat(lines().stream()
                        .filter(line -> line.containsKey("Decisions"))
                        .mapToLong(line -> (Long) line.get("Decisions"))
                        .sum())
                .isEqualTo(4_001);
    }

    @Test
    void the_names_that_a_dimension_may_have_are_those_of_the_log() {
        Set<String> decisions = new HashSet<>();
        NAMES.forEach(name -> decisions.add(name.decision()));
        assertThat(decisions)
                .containsExactlyInAnyOrder(
                        "allow", "rate-limited", "quota-exceeded", "deny", "unauthorized", "internal-failure");
        assertThat(NAMES)
                .allSatisfy(name -> assertThat(name.cause().orElse("none")).matches("[a-z0-9-]+"));
    }

    private List<Map<String, Object>> lines() {
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> EmbeddedMetricFormat.read(line, clock.instant()))
                .toList();
    }

    private static List<?> values(Map<String, Object> line) {
        return line.get("DecisionTime") instanceof List<?> values ? values : List.of();
    }

    private static List<?> dimensions(Map<String, Object> line) {
        List<?> directives = (List<?>) ((Map<?, ?>) line.get("_aws")).get("CloudWatchMetrics");
        return (List<?>) ((Map<?, ?>) directives.getFirst()).get("Dimensions");
    }

    private static Instant time(Map<String, Object> line) {
        return Instant.ofEpochMilli((Long) ((Map<?, ?>) line.get("_aws")).get("Timestamp"));
    }
}
