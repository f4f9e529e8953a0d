package weather.kwangle.authorizer.metrics;

import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import weather.kwangle.quota.LedgerStats;

/**
 * What became of permits, out of the sums that the ledger keeps anyway: nothing is counted for it while a request waits. Its
 * writes are in {@link TableCalls}.
 */
public final class LedgerCounts {
    private LedgerCounts() {}

    /**
     * How much each sum has grown.
     *
     * @param stats sums that only grow, but for being set back to nothing
     */
    public static Map<MetricName, Count> of(Supplier<LedgerStats> stats) {
        return Map.of(
                MetricName.PERMITS_RESERVED, new Growth(stats, LedgerStats::reserved),
                MetricName.PERMITS_ADMITTED, new Growth(stats, LedgerStats::admitted),
                MetricName.PERMITS_GIVEN_BACK, new Growth(stats, LedgerStats::givenBack),
                MetricName.PERMITS_DROPPED, new Growth(stats, LedgerStats::dropped),
                MetricName.PERMITS_LOST, new Growth(stats, LedgerStats::lost),
                MetricName.PERMITS_IN_GRACE, new Growth(stats, LedgerStats::grace),
                MetricName.PERMITS_BOOKED, new Growth(stats, LedgerStats::booked));
    }

    private static final class Growth implements Count {
        private final Supplier<LedgerStats> stats;
        private final ToLongFunction<LedgerStats> sum;
        private long taken;

        Growth(Supplier<LedgerStats> stats, ToLongFunction<LedgerStats> sum) {
            this.stats = stats;
            this.sum = sum;
        }

        @Override
        public synchronized long take() {
            long now = sum.applyAsLong(stats.get());
            // Set back in between: what it holds now has come since.
            long growth = now < taken ? now : now - taken;
            taken = now;
            return growth;
        }
    }
}
