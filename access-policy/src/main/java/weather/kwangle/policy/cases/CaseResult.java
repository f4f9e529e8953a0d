package weather.kwangle.policy.cases;

import java.util.List;
import weather.kwangle.policy.Place;

/**
 * What came of one case.
 *
 * @param checks how many expectations it has
 * @param failures those that do not hold
 */
public record CaseResult(String name, int checks, List<Failure> failures) {

    /** An expectation that does not hold, and what is so instead. */
    public record Failure(Place place, String message) {
        @Override
        public String toString() {
            return place + ": " + message;
        }
    }

    public boolean passed() {
        return failures.isEmpty();
    }
}
