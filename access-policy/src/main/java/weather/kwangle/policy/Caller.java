package weather.kwangle.policy;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who asks, as a verified token and the registry table say it.
 *
 * @param clientId the app client the token was issued to
 * @param tokenScopes scopes as they stand in the token, with the resource server's name before them
 * @param groups groups of the user, empty for a client's own token
 * @param audiences what the token says it is for, its claim {@code aud}; empty if it has none
 * @param tablePlan the plan that the registry gives the client; counts only when the policy does not name the client
 */
public record Caller(
        String clientId,
        Set<String> tokenScopes,
        Set<String> groups,
        Set<String> audiences,
        Optional<String> tablePlan) {
    public Caller {
        tokenScopes = Set.copyOf(tokenScopes);
        groups = Set.copyOf(groups);
        audiences = Set.copyOf(audiences);
    }

    /** With a token that names no audience, as Cognito's do unless they are asked for one. */
    public Caller(String clientId, Set<String> tokenScopes, Set<String> groups, Optional<String> tablePlan) {
        this(clientId, tokenScopes, groups, Set.of(), tablePlan);
    }

    /** The same with a token that is also for what a policy asks for, if it asks. */
    public Caller alsoFor(Optional<String> audience) {
        Set<String> more = new HashSet<>(audiences);
        audience.ifPresent(more::add);
        return new Caller(clientId, tokenScopes, groups, more, tablePlan);
    }
}
