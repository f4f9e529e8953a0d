package weather.kwangle.policy;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the policy says about one client that it names.
 *
 * @param plan what the client may use up
 * @param scopes the bound on the scopes that count for its tokens, short names; empty is no bound
 * @param groups scopes by which a group of the token's user widens that bound
 */
public record ClientRule(Plan plan, Optional<Set<String>> scopes, Map<String, Set<String>> groups) {
    /**
     * What the id of an app client may be: wider than Cognito's own, and nothing that needs escaping where it is printed, in
     * logs, headers and JSON.
     */
    public static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9._+-]{1,128}");

    public ClientRule {
        scopes = scopes.map(Set::copyOf);
        groups = Map.copyOf(groups);
    }

    /** The rule of a client that the policy does not name. */
    public static ClientRule withoutBound(Plan plan) {
        return new ClientRule(plan, Optional.empty(), Map.of());
    }

    /** Cuts the token's scopes to the bound; never adds one. */
    Set<String> bounded(Set<String> inToken, Set<String> callersGroups) {
        if (scopes.isEmpty()) {
            return inToken;
        }
        Set<String> bound = new HashSet<>(scopes.get());
        for (String group : callersGroups) {
            bound.addAll(groups.getOrDefault(group, Set.of()));
        }
        bound.retainAll(inToken);
        return bound;
    }
}
