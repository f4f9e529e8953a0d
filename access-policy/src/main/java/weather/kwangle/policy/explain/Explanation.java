package weather.kwangle.policy.explain;

import java.util.List;
import java.util.Optional;
import weather.kwangle.policy.Place;

/**
 * A decision and what it rests on.
 *
 * @param allowed whether the request is let in
 * @param reason one sentence, for a refusal the one that the client gets
 * @param grounds what had a say, in the order in which it is asked
 * @param changes the smallest changes that would turn the decision round; one of them is enough
 */
public record Explanation(boolean allowed, String reason, List<Ground> grounds, List<String> changes) {

    /** Something that had a say, and where it stands if it stands in the file. */
    public record Ground(Optional<Place> place, String sentence) {
        static Ground at(Place place, String sentence) {
            return new Ground(Optional.of(place), sentence);
        }

        static Ground of(String sentence) {
            return new Ground(Optional.empty(), sentence);
        }
    }

    public Explanation {
        grounds = List.copyOf(grounds);
        changes = List.copyOf(changes);
    }
}
