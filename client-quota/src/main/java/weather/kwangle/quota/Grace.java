package weather.kwangle.quota;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What an instance may hand out for a client while the store is away, and what of it is not counted yet.
 *
 * <p>The first lease that an instance takes in an {@link Epoch} tells its rank {@code k} there, and with it a share of
 * {@code 0.22 / (k (k + 1))} of the rate. As {@code 1 / (k (k + 1))} over all {@code k} is 1, the instances of an epoch
 * together never have more than 0.22, however many there are and whatever they know of each other; one alone has 0.11. A
 * share counts in an outage that an instance notices in the epoch of its rank or in the next one, so when all of them lose
 * the store at once the ranks of two epochs are in use, 0.44; of three, 0.66, with clocks up to an epoch apart.
 *
 * <p>The share is a bucket of its own that begins empty but for a quarter of a second. Leases that were taken before an
 * outage plus the shares so stay within the client's own rate. Not safe for use by several threads.
 */
final class Grace {

    /** All shares of one epoch. */
    static final double SHARES = 0.22;

    /** Of a day's or month's permits, what all shares together would be: 1.1 times the limit in all. */
    private static final double QUOTA = 0.1;

    private static final long CREDIT_NANOS = Duration.ofMillis(250).toNanos();

    private @Nullable Epoch epoch;
    private long rank;
    private @Nullable Epoch noticed;
    private long tat;
    private boolean metered;
    private final Map<CalendarWindow, Long> granted = new HashMap<>();
    private final Map<CalendarWindow, Long> debts = new HashMap<>();

    /** Whether a lease taken now would tell a rank. */
    boolean needsRank(Epoch now) {
        return !now.equals(epoch);
    }

    /** The store answered with a lease. */
    void ranked(Epoch in, long newRank) {
        epoch = in;
        rank = newRank;
    }

    /** The store answered. */
    void answered() {
        noticed = null;
    }

    /**
     * One permit of the share, if there is one.
     *
     * @return false if this instance has no share or has used it up
     */
    boolean grant(Moment now, Limits limits, Terms terms) {
        Epoch current = Epoch.of(now.time());
        boolean begins = noticed == null;
        if (noticed == null) {
            noticed = current;
        }
        if (epoch == null || rank < 1 || noticed.number() - epoch.number() > 1) {
            return false;
        }
        double share = SHARES / ((double) rank * (rank + 1));
        boolean holdsOne = share * limits.burst() >= 1 || rank == 1;
        if (!holdsOne || !quotaAdmits(share, limits, terms)) {
            return false;
        }
        long interval = (long) Math.ceil(terms.rate().interval() / share);
        long window = Math.max(interval, terms.rate().window());
        if (begins) {
            long start = now.ticks() + Math.max(0, window - CREDIT_NANOS);
            tat = metered && tat - start > 0 ? tat : start;
            metered = true;
        }
        if (tat - (now.ticks() + window - interval) > 0) {
            return false;
        }
        tat = Math.max(tat - now.ticks(), 0) + now.ticks() + interval;
        forgetGrants(terms);
        granted.merge(terms.day(), 1L, Long::sum);
        granted.merge(terms.month(), 1L, Long::sum);
        debts.merge(terms.day(), 1L, Long::sum);
        return true;
    }

    private boolean quotaAdmits(double share, Limits limits, Terms terms) {
        return admits(share, limits.day(), terms.day()) && admits(share, limits.month(), terms.month());
    }

    private boolean admits(double share, OptionalLong limit, CalendarWindow window) {
        return limit.isEmpty() || granted.getOrDefault(window, 0L) + 1 <= share * QUOTA * limit.getAsLong();
    }

    private void forgetGrants(Terms terms) {
        granted.keySet().retainAll(List.of(terms.day(), terms.month()));
    }

    /** Permits handed out and not counted yet, by day. */
    Map<CalendarWindow, Long> debts() {
        return Map.copyOf(debts);
    }

    long debt(CalendarWindow day) {
        return debts.getOrDefault(day, 0L);
    }

    /** These are counted. */
    void booked(Map<CalendarWindow, Long> counted) {
        counted.forEach((day, permits) ->
                debts.computeIfPresent(day, (window, owed) -> owed > permits ? Long.valueOf(owed - permits) : null));
    }
}
