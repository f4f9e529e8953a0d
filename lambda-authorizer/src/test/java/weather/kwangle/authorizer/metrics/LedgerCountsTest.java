package weather.kwangle.authorizer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import weather.kwangle.quota.InMemoryLedgerStore;
import weather.kwangle.quota.LeaseLedger;
import weather.kwangle.quota.LedgerStats;
import weather.kwangle.quota.Limits;

class LedgerCountsTest {
    private static final Limits LIMITS = new Limits(100, 200, OptionalLong.of(1_000), OptionalLong.empty());

    private final LeaseLedger ledger = new LeaseLedger(
            new InMemoryLedgerStore(), Clock.fixed(Instant.parse("2026-11-23T12:00:00Z"), ZoneOffset.UTC));
    private final Map<MetricName, Count> counts = LedgerCounts.of(ledger::stats);

    @Test
    void each_sum_is_under_its_name() {
        Map<MetricName, Count> of = LedgerCounts.of(() -> new LedgerStats(1, 2, 3, 4, 5, 6, 7, 8, 9));

        assertThat(taken(of))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        MetricName.PERMITS_RESERVED, 3L,
                        MetricName.PERMITS_ADMITTED, 4L,
                        MetricName.PERMITS_GIVEN_BACK, 5L,
                        MetricName.PERMITS_DROPPED, 6L,
                        MetricName.PERMITS_LOST, 7L,
                        MetricName.PERMITS_IN_GRACE, 8L,
                        MetricName.PERMITS_BOOKED, 9L));
    }

    @Test
    void what_was_taken_is_not_taken_again() {
        reserve(2);
        assertThat(taken(counts)).containsEntry(MetricName.PERMITS_ADMITTED, 2L);
        reserve(1);
        assertThat(taken(counts)).containsEntry(MetricName.PERMITS_ADMITTED, 1L);
        assertThat(taken(counts).values()).containsOnly(0L);
    }

    @Test
    void a_ledger_that_forgot_is_counted_from_nothing() {
        reserve(3);
        taken(counts);
        ledger.forget();
        reserve(1);
        assertThat(taken(counts)).containsEntry(MetricName.PERMITS_ADMITTED, 1L);

        reserve(1);
        ledger.forget();
        assertThat(taken(counts).values()).containsOnly(0L);
    }

    /** Whatever comes when: 0 takes, a number up to 20 adds as many, and above it all is forgotten. */
    @Property(tries = 500)
    void no_count_is_ever_negative_or_told_twice(@ForAll @Size(max = 60) List<@IntRange(max = 24) Integer> steps) {
        AtomicLong lost = new AtomicLong();
        Count count = LedgerCounts.of(() -> new LedgerStats(0, 0, 0, 0, 0, 0, lost.get(), 0, 0))
                .get(MetricName.PERMITS_LOST);
        long added = 0;
        long told = 0;
        for (int step : steps) {
            if (step == 0) {
                long taken = count.take();
                assertThat(taken).isNotNegative();
                told += taken;
            } else if (step <= 20) {
                lost.addAndGet(step);
                added += step;
            } else {
                lost.set(0);
            }
            assertThat(told).isLessThanOrEqualTo(added);
        }
    }

    private void reserve(int times) {
        for (int i = 0; i < times; i++) {
            ledger.reserve("acme-weather", LIMITS);
        }
    }

    private static Map<MetricName, Long> taken(Map<MetricName, Count> counts) {
        return counts.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().take()));
    }
}
