package weather.kwangle.quota.refund;

import java.util.List;
import weather.kwangle.quota.LedgerUnavailableException;

/**
 * Gives permits back. However often, by however many callers at once and after whatever lost answer it is asked: each claim
 * is given once, and no day or month gives back more than was taken from it.
 *
 * <p>Safe for use by several threads at once.
 */
public interface RefundBook {

    /**
     * Gives back what is still to be given.
     *
     * @throws AccountBusyException if other writers are in the way for too long
     * @throws LedgerUnavailableException as well if the table does not answer; what became of the refunds is then unknown, and
     *     asking again with the same ones is right
     */
    Settlement refund(String clientId, List<Refund> refunds);

    /**
     * What became of each refund.
     *
     * @param given it is given by this call
     * @param repeated it was given before
     * @param beyond its day or month holds less than it asks for
     * @param late its day is too long ago to know what was given before; nothing is given
     */
    record Settlement(List<Refund> given, List<Refund> repeated, List<Refund> beyond, List<Refund> late) {
        public Settlement {
            given = List.copyOf(given);
            repeated = List.copyOf(repeated);
            beyond = List.copyOf(beyond);
            late = List.copyOf(late);
        }
    }
}
