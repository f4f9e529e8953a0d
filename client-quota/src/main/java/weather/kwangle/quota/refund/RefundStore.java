package weather.kwangle.quota.refund;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import weather.kwangle.quota.LedgerUnavailableException;

/** Where refunds are written down: an account's counters, and a marker for each claim that was given. */
public interface RefundStore {

    /** How many refunds fit into one attempt. */
    int MAX_REFUNDS = 99;

    /**
     * Gives all of the refunds or none: one marker each, which must not be there yet, and their sum from the day and its
     * month, which must hold as much.
     *
     * @param refunds of one day and of different claims, 1 to {@link #MAX_REFUNDS}
     * @param keepUntil how long the markers are needed
     * @throws LedgerUnavailableException if the store fails; then all may be given, or none
     */
    Attempt give(String clientId, LocalDate day, List<Refund> refunds, Instant keepUntil);

    /** What became of an attempt. */
    sealed interface Attempt {

        /** All are given. */
        record Given() implements Attempt {}

        /** None is given, because these have a marker already; at least one. */
        record Known(Set<Refund.Claim> claims) implements Attempt {
            public Known {
                claims = Set.copyOf(claims);
            }
        }

        /** None is given, because the day or the month holds only that much. */
        record TooLittle(long available) implements Attempt {}

        /** None is given, because somebody else was writing. */
        record Conflict() implements Attempt {}
    }
}
