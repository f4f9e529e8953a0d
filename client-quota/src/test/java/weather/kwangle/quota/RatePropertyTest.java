package weather.kwangle.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import weather.kwangle.quota.Reservation.Admitted;

class RatePropertyTest {

    private final TestClock clock = TestClock.at("2026-11-23T10:00:00Z");
    private final QuotaLedger ledger = TestLedgers.steady(new InMemoryLedgerStore(), clock);

    @Property(seed = "20261124", tries = 300)
    void any_pattern_of_requests_admits_at_most_burst_plus_rate_times_any_window(
            @ForAll @DoubleRange(min = 0.01, max = 2000) double rate,
            @ForAll @IntRange(min = 1, max = 50) int burst,
            @ForAll("gaps") List<Double> gapsInIntervals) {
        var limits = new Limits(rate, burst, OptionalLong.empty(), OptionalLong.empty());
        var admitted = new ArrayList<Instant>();

        for (double gap : gapsInIntervals) {
            clock.advance(Duration.ofNanos((long) (gap * 1e9 / rate)));
            if (ledger.reserve("client", limits) instanceof Admitted) {
                admitted.add(clock.instant());
            }
        }

        for (int first = 0; first < admitted.size(); first++) {
            for (int last = first; last < admitted.size(); last++) {
                Duration window = Duration.between(admitted.get(first), admitted.get(last));
                assertThat((double) (last - first + 1))
                        .isLessThanOrEqualTo(burst + rate * window.toNanos() / 1e9 + 1e-6);
            }
        }
    }

    @Property(seed = "20261124", tries = 300)
    void after_any_pattern_a_refused_client_that_waits_as_told_is_admitted(
            @ForAll @DoubleRange(min = 0.01, max = 2000) double rate,
            @ForAll @IntRange(min = 1, max = 50) int burst,
            @ForAll("gaps") List<Double> gapsInIntervals) {
        var limits = new Limits(rate, burst, OptionalLong.empty(), OptionalLong.empty());

        for (double gap : gapsInIntervals) {
            clock.advance(Duration.ofNanos((long) (gap * 1e9 / rate)));
            if (ledger.reserve("client", limits) instanceof Reservation.RateLimited refusal) {
                assertThat(refusal.violated().resetSeconds()).isPositive();
                assertThat(refusal.violated().remaining()).isZero();
                clock.advance(Duration.ofSeconds(refusal.violated().resetSeconds()));
                assertThat(ledger.reserve("client", limits)).isInstanceOf(Admitted.class);
            }
        }
    }

    @Property(seed = "20261124", tries = 300)
    void what_remains_is_what_is_admitted_at_once(
            @ForAll @DoubleRange(min = 0.01, max = 2000) double rate,
            @ForAll @LongRange(min = 1, max = 50) long burst,
            @ForAll @LongRange(max = 60_000_000_000L) long backlog) {
        Gcra gcra = Gcra.of(rate, burst);
        long now = Terms.nanos(clock.instant());
        long tat = now + backlog;

        long remaining = gcra.remaining(tat, now);

        assertThat(remaining).isBetween(0L, burst);
        assertThat(remaining == 0 || gcra.admits(tat, now, remaining)).isTrue();
        assertThat(gcra.admits(tat, now, remaining + 1)).isFalse();
        long next = gcra.untilNext(tat, now);
        if (remaining < burst) {
            assertThat(next).isPositive();
            assertThat(gcra.remaining(tat, now + next)).isEqualTo(remaining + 1);
            assertThat(gcra.remaining(tat, now + next - 1)).isEqualTo(remaining);
        }
    }

    /** Instances up to ten seconds apart admit by their own clocks; no window of the calendar ever exceeds its limit. */
    @Property(seed = "20261124", tries = 200)
    void skewed_clocks_never_admit_more_than_a_day_or_a_month_has(
            @ForAll @IntRange(min = 1, max = 8) int day,
            @ForAll @IntRange(min = 1, max = 12) int month,
            @ForAll("steps") List<Step> steps) {
        clock.set("2026-11-30T23:59:30Z");
        var store = new InMemoryLedgerStore();
        List<Clock> clocks =
                List.of(clock, clock.skewedBy(Duration.ofSeconds(10)), clock.skewedBy(Duration.ofSeconds(-10)));
        List<LeaseLedger> ledgers = clocks.stream()
                .map(each -> TestLedgers.steady(store, each, clock))
                .toList();
        var limits = new Limits(1000, 1000, OptionalLong.of(day), OptionalLong.of(month));
        var admitted = new HashMap<String, Integer>();

        for (Step step : steps) {
            clock.advance(Duration.ofSeconds(step.seconds()));
            Instant at = clocks.get(step.instance()).instant();
            if (ledgers.get(step.instance()).reserve("client", limits) instanceof Admitted) {
                admitted.merge(CalendarWindow.dayOf(at).attribute(), 1, Integer::sum);
                admitted.merge(CalendarWindow.monthOf(at).attribute(), 1, Integer::sum);
            }
        }

        admitted.forEach((window, count) ->
                assertThat(count).as(window).isLessThanOrEqualTo(window.startsWith("d") ? day : month));
    }

    record Step(int instance, int seconds) {}

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.integers().between(0, 5))
                .as(Step::new)
                .list()
                .ofMinSize(10)
                .ofMaxSize(60);
    }

    /** Pauses between requests, in intervals of the rate: mostly floods and near the rate, sometimes long. */
    @Provide
    Arbitrary<List<Double>> gaps() {
        return Arbitraries.frequencyOf(
                        Tuple.of(5, Arbitraries.just(0.0)),
                        Tuple.of(4, Arbitraries.doubles().between(0, 2)),
                        Tuple.of(1, Arbitraries.doubles().between(0, 100)))
                .list()
                .ofMinSize(1)
                .ofMaxSize(120);
    }
}
