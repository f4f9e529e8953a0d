package weather.kwangle.quota;

import org.jspecify.annotations.Nullable;

/**
 * Permits that are in the account's counters and in this instance's hand: those of its lease, and those that earlier leases
 * left over. Not safe for use by several threads.
 *
 * <p>Permits of a lease that ended are left over: taken from day and month, and never used. The next charge of the same day
 * takes as many fewer. While it is on its way they belong to it, and if nobody knows what became of it they are gone.
 */
final class Holdings {

    private final Demand demand;
    private final Tally tally;

    private @Nullable Lease lease;
    private @Nullable CalendarWindow leftoverDay;
    private long leftover;

    /**
     * @param demand learns from each lease that is done with
     * @param tally counts what is dropped
     */
    Holdings(Demand demand, Tally tally) {
        this.demand = demand;
        this.tally = tally;
    }

    /** Hands out one permit of the lease, unless there is none for these terms. */
    boolean take(Moment now, Terms terms, Limits limits) {
        return lease != null && lease.take(now, terms, limits);
    }

    /** A new lease instead of the one before. */
    void begin(Lease brought, Moment now) {
        end(now);
        lease = brought;
    }

    /** The lease is over; what is left of it is left over. */
    void end(Moment now) {
        if (lease != null) {
            demand.learn(lease, now);
            putBack(lease.day(), lease.left());
            lease = null;
        }
    }

    /** Permits of the lease. */
    long inHand() {
        return lease == null ? 0 : lease.left();
    }

    /** Permits that the next charge may give back. */
    long leftover() {
        return leftover;
    }

    /** What is left over goes with a charge. */
    long takeLeftover() {
        long back = leftover;
        leftover = 0;
        return back;
    }

    /** The charge that they went with was not made. */
    void putBack(CalendarWindow day, long permits) {
        if (leftoverDay != null && leftoverDay.start().isAfter(day.start())) {
            tally.dropped.add(permits);
        } else {
            dropLeftoverUnlessOf(day);
            leftover += permits;
        }
    }

    /** As above, unless the account does not hold them: then it is not the one they were taken from. */
    void putBack(CalendarWindow day, long permits, Account seen) {
        boolean holds = permits <= seen.taken(day.attribute())
                && permits <= seen.taken(CalendarWindow.monthOf(day.start()).attribute());
        if (holds) {
            putBack(day, permits);
        } else {
            tally.dropped.add(permits);
        }
    }

    /** Another day has begun: what is left over of the last one stays counted there. */
    void dropLeftoverUnlessOf(CalendarWindow day) {
        if (!day.equals(leftoverDay)) {
            tally.dropped.add(leftover);
            leftover = 0;
            leftoverDay = day;
        }
    }

    /** Counts everything as dropped: nobody will ask for it again. */
    void discard() {
        tally.dropped.add(leftover + inHand());
        leftover = 0;
        lease = null;
    }
}
