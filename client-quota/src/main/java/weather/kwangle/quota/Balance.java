package weather.kwangle.quota;

import java.time.Instant;
import java.util.List;

/**
 * How an account reads against its limits at one moment, for who looks from outside and takes nothing.
 *
 * @param limits as an answer to the client would have them: {@code rate}, then {@code day} and {@code month} where the plan
 *     has them
 * @param takenOfDay permits taken of the UTC day, those that instances have leased and not yet used included
 * @param takenOfMonth the same of the UTC month
 */
public record Balance(List<LimitState> limits, long takenOfDay, long takenOfMonth) {
    public Balance {
        limits = List.copyOf(limits);
    }

    /** The balance of an account. */
    public static Balance of(Account account, Limits limits, Instant now) {
        Terms terms = new Terms(limits, now);
        Terms.Standing standing = terms.standing(account);
        return new Balance(terms.states(standing), standing.day(), standing.month());
    }
}
