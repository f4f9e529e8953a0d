package weather.kwangle.authorizer.token;

import java.time.Instant;
import java.util.Set;

/**
 * What a believed access token says.
 *
 * @param clientId the app client it was issued to
 * @param scopes its scopes as written in it, with the resource server's name
 * @param groups the user's groups, empty for a client's own token
 * @param audiences what it is for, its claim {@code aud}; empty for a token of Cognito's that was asked for without a resource
 * @param expiresAt its claim {@code exp}
 */
public record VerifiedToken(
        String clientId, Set<String> scopes, Set<String> groups, Set<String> audiences, Instant expiresAt) {
    public VerifiedToken {
        scopes = Set.copyOf(scopes);
        groups = Set.copyOf(groups);
        audiences = Set.copyOf(audiences);
    }
}
