package weather.kwangle.policy;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the policy says about one client that it names: its plan, the bound on its scopes, and who widens that bound. */
record ClientRule(Plan plan, Optional<Set<String>> scopes, Map<String, Set<String>> groups) {
    ClientRule {
        scopes = scopes.map(Set::copyOf);
        groups = Map.copyOf(groups);
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
