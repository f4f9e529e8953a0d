package weather.kwangle.quota;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * One conditional write to an account: everything is taken together, or nothing is. All thresholds are worked out
 * beforehand, so that a store compares and adds but never calculates.
 *
 * @param form how the meter moves on
 * @param counts permits to take from windows, or to give back to them
 * @param rank the attribute that grows by one, so that its new value tells the writers apart; empty for none
 * @param forget attributes to remove, none of those above
 */
public record Charge(Form form, List<Count> counts, Optional<String> rank, Set<String> forget) {

    public Charge {
        counts = List.copyOf(counts);
        forget = Set.copyOf(forget);
    }

    /** A charge that only moves a meter and counts. */
    public static Charge of(Form form, List<Count> counts) {
        return new Charge(form, counts, Optional.empty(), Set.of());
    }

    /** Whether the conditions hold for an account. */
    boolean fits(Account account) {
        boolean meter = switch (form) {
            case Form.Idle(String name, long now, long cost) -> account.tat(name) <= now;
            case Form.Busy(String name, long now, long latest, long cost) ->
                account.tat(name) >= now && account.tat(name) <= latest;
            case Form.Still() -> true;
        };
        return meter && counts.stream().allMatch(count -> count.fits(account));
    }

    /**
     * The ways in which a theoretical arrival time moves on. It starts from the later of itself and the clock, and a
     * store without a {@code max} needs to be told which one that is.
     */
    public sealed interface Form {

        /** The meter is absent or at most {@code now}: set it to {@code now + cost}. */
        record Idle(String meter, long now, long cost) implements Form {}

        /** The meter is between {@code now} and {@code latest}, both included: add {@code cost} to it. */
        record Busy(String meter, long now, long latest, long cost) implements Form {}

        /** No meter is looked at, and none moves. */
        record Still() implements Form {}
    }

    /**
     * Permits to take from one window.
     *
     * @param window the attribute that counts it, taken as 0 when absent
     * @param permits what to add; below 0 gives permits back, of which the window must hold as many
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

        /** The least that must have been taken before; 0 if it does not matter. */
        public long floor() {
            return Math.max(0, -permits);
        }

        /** Whether the account has room for it, and what it gives back. */
        public boolean fits(Account account) {
            long taken = account.taken(window);
            return taken >= floor() && (ceiling.isEmpty() || taken <= ceiling.getAsLong());
        }
    }
}
