package weather.kwangle.quota;

/**
 * What one instance of the ledger has done since it started or {@linkplain LeaseLedger#forget forgot}. Once its leases have ended,
 * {@code reserved = admitted + givenBack + dropped}, but for what it may still give back.
 *
 * @param writes charges sent, whatever became of them
 * @param refusedWrites of these, the ones whose condition did not hold
 * @param reserved permits in charges that were made
 * @param admitted permits handed out of them
 * @param givenBack permits that ended unused and went back to day and month with a later charge
 * @param dropped permits that ended unused and stay counted: their day was over, or the charge that gave them back was
 *     lost, or their client forgotten
 * @param lost permits in charges of which nobody knows whether they were made
 * @param grace permits handed out while the store was away
 * @param booked of these, the ones that were counted afterwards
 */
public record LedgerStats(
        long writes,
        long refusedWrites,
        long reserved,
        long admitted,
        long givenBack,
        long dropped,
        long lost,
        long grace,
        long booked) {}
