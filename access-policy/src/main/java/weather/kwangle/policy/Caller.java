package weather.kwangle.policy;

import java.util.Optional;
import java.util.Set;

/**
 * Who asks, as a verified token and the registry table say it.
 *
 * @param clientId the app client the token was issued to
 * @param tokenScopes scopes as they stand in the token, with the resource server's name before them
 * @param groups groups of the user, empty for a client's own token
 * @param tablePlan the plan that the registry gives the client; counts only when the policy does not name the client
 */
public record Caller(String clientId, Set<String> tokenScopes, Set<String> groups, Optional<String> tablePlan) {
    public Caller {
        tokenScopes = Set.copyOf(tokenScopes);
        groups = Set.copyOf(groups);
    }
}
