package weather.kwangle.quota;

import java.util.List;
import java.util.OptionalLong;

/**
 * One conditional write to an account: everything is taken together, or nothing is. All thresholds are worked out
 * beforehand, so that a store compares and adds but never calculates.
 *
 * @param meter the attribute that holds the theoretical arrival time
 * @param cost nanoseconds by which it moves on, above 0
 * @param form where the clock stands to it
 * @param counts permits to take from windows
 */
public record Charge(String meter, long cost, Form form, List<Count> counts) {

    public Charge {
        counts = List.copyOf(counts);
    }

    /**
     * The two ways in which a theoretical arrival time moves on. It starts from the later of itself and the clock, and a
     * store without a {@code max} needs to be told which one that is.
     */
    public sealed interface Form {

        /** The meter is absent or at most {@code now}: set it to {@code now + cost}. */
        record Idle(long now) implements Form {}

        /** The meter is between {@code now} and {@code latest}, both included: add {@code cost} to it. */
        record Busy(long now, long latest) implements Form {}
    }

    /**
     * Permits to take from one window.
     *
     * @param window the attribute that counts it, taken as 0 when absent
     * @param permits what to add, above 0
     * @param ceiling the most that may have been taken before, at least 0; empty where the plan has no limit but the
     *     account still counts
     */
    public record Count(String window, long permits, OptionalLong ceiling) {

        /** @throws IllegalArgumentException if the ceiling is below 0: an absent window would be taken for room */
        public Count {
            if (ceiling.isPresent() && ceiling.getAsLong() < 0) {
                throw new IllegalArgumentException(
                        window + " can never hold " + permits + " permits; expected a ceiling of at least 0");
            }
        }

        /** Whether the account has room for it. */
        public boolean fits(Account account) {
            return ceiling.isEmpty() || account.taken(window) <= ceiling.getAsLong();
        }
    }
}
