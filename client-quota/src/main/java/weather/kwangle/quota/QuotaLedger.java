package weather.kwangle.quota;

/**
 * Counts what clients ask for against what they may.
 *
 * <p>Under any interleaving of callers, of which there may be many in many processes: permits admitted in a UTC day or
 * month never exceed the limit, by the clock of whoever admits; requests admitted in any time of {@code w} seconds never
 * exceed {@code burst + ratePerSecond * (w + 1)}, and clocks that are {@code s} seconds apart add at most
 * {@code ratePerSecond * s}. A permit is counted before its request is admitted, never after; if the outcome is unknown it counts as spent.
 *
 * <p>While the store is away, and only then, an instance that took a lease shortly before goes on with a share of the rate
 * and of a tenth of day and month, and counts afterwards what it handed out; see {@link Grace} for how much that is.
 *
 * <p>Safe for use by several threads at once.
 */
public interface QuotaLedger {

    /**
     * Reserves what one request costs: one permit of the rate, the day and the month.
     *
     * @param clientId the Cognito app client id
     * @throws LedgerUnavailableException if the ledger cannot answer, which is our failure and never the client's
     */
    default Reservation reserve(String clientId, Limits limits) {
        return reserve(clientId, limits, TableTime.unbounded());
    }

    /**
     * The same for a decision.
     *
     * @param time what it may wait for the table
     * @throws LedgerUnavailableException as above, and if there is no time for asking
     */
    Reservation reserve(String clientId, Limits limits, TableTime time);

    /**
     * Looks at the account. Costs nothing of rate, day or month and is answered when they are used up, but has a rate of
     * its own: one a second, five at once.
     *
     * @throws LedgerUnavailableException as in {@link #reserve}
     */
    default Reservation inspect(String clientId, Limits limits) {
        return inspect(clientId, limits, TableTime.unbounded());
    }

    /**
     * The same for a decision.
     *
     * @param time what it may wait for the table
     * @throws LedgerUnavailableException as in {@link #reserve}
     */
    Reservation inspect(String clientId, Limits limits, TableTime time);
}
