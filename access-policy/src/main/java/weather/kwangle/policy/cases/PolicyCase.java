package weather.kwangle.policy.cases;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import weather.kwangle.policy.Place;

/**
 * One row of the table: who asks, and what is expected of the policy.
 *
 * @param name what the row shows
 * @param place where it stands
 * @param client the client that asks
 * @param tablePlan the plan that the registry table gives the client
 * @param scopes scopes of its token, short names or as in the token
 * @param groups groups of its token
 * @param audiences what its token is for
 * @param at when it asks; empty for the time of the test
 * @param plan the plan that it is to have, if the row says so
 * @param allow requests that are to be let in
 * @param deny requests that are to be refused
 * @param reason words that the reason of each refusal is to have, if the row says so
 */
record PolicyCase(
        String name,
        Place place,
        String client,
        Optional<String> tablePlan,
        Set<String> scopes,
        Set<String> groups,
        Set<String> audiences,
        Optional<Instant> at,
        Optional<String> plan,
        List<Request> allow,
        List<Request> deny,
        Optional<String> reason) {

    /** One request of the row, where it stands. */
    record Request(String method, String path, Place place) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }
}
