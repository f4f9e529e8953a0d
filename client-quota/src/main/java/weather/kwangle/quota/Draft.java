package weather.kwangle.quota;

import java.util.Map;

/** A charge on its way, with what has to be known when its outcome comes back. */
sealed interface Draft {

    Charge charge();

    /** Which one of its attempts it is, from 1. */
    int attempt();

    /**
     * A lease.
     *
     * @param permits new ones
     * @param back of earlier leases, given back with it
     * @param sent when the lease begins
     */
    record Block(Charge charge, int attempt, Limits limits, CalendarWindow day, long permits, long back, Moment sent)
            implements Draft {}

    /** What was handed out while the store was away. */
    record Booking(Charge charge, int attempt, Limits limits, Map<CalendarWindow, Long> debts) implements Draft {}

    /** A look at the account. */
    record Look(Charge charge, int attempt, Limits limits) implements Draft {}
}
