package weather.kwangle.local.identity;

import static java.util.Objects.requireNonNull;
import static org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames.ID_TOKEN;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.FactorGrantedAuthority;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;

/**
 * Gives tokens the header and claims of Cognito's, no more and no fewer: header {@code kid} and {@code alg}; access
 * tokens without {@code aud} and {@code nbf}, scopes in one string; {@code username}, groups and sign-in time only where
 * a person signed in.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-access-token.html">The
 *     access token</a>
 * @see <a
 *     href="https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-id-token.html">The
 *     ID token</a>
 */
final class CognitoClaims implements OAuth2TokenCustomizer<JwtEncodingContext> {
    private static final Duration ID_TOKEN_LIFETIME = Duration.ofHours(1);

    private final SigningKeys keys;

    CognitoClaims(SigningKeys keys) {
        this.keys = keys;
    }

    @Override
    public void customize(JwtEncodingContext context) {
        boolean idToken = context.getTokenType().getValue().equals(ID_TOKEN);
        var key = idToken ? keys.idTokens() : keys.accessTokens();
        context.getJwsHeader().keyId(key.getKeyID());
        context.getClaims().claims(claims -> {
            if (idToken) {
                describeIdToken(claims);
            } else {
                describeAccessToken(claims, context);
            }
            if (!AuthorizationGrantType.CLIENT_CREDENTIALS.equals(context.getAuthorizationGrantType())) {
                describeUser(claims, context, idToken ? "cognito:username" : "username");
            }
        });
    }

    private static void describeAccessToken(Map<String, Object> claims, JwtEncodingContext context) {
        claims.remove("aud");
        claims.remove("nbf");
        claims.put("token_use", "access");
        claims.put("client_id", context.getRegisteredClient().getClientId());
        claims.put("scope", String.join(" ", new TreeSet<>(context.getAuthorizedScopes())));
        claims.put("version", 2);
    }

    private static void describeIdToken(Map<String, Object> claims) {
        claims.remove("azp");
        claims.remove("sid");
        claims.put("token_use", "id");
        claims.put("exp", ((Instant) requireNonNull(claims.get("iat"))).plus(ID_TOKEN_LIFETIME));
        // One client is its own audience; a list of one would be as valid, but is not what Cognito writes.
        claims.computeIfPresent("aud", (name, audience) -> ((List<?>) audience).getFirst());
    }

    private static void describeUser(Map<String, Object> claims, JwtEncodingContext context, String usernameClaim) {
        Authentication principal = requireNonNull(context.getPrincipal());
        LocalUser user = LocalUsers.named(principal.getName())
                .orElseThrow(() -> new IllegalStateException("signed in, yet no local user: " + principal.getName()));
        claims.put("sub", user.subject().toString());
        claims.put(usernameClaim, user.username());
        if (!user.groups().isEmpty()) {
            claims.put("cognito:groups", user.groups());
        }
        claims.put("auth_time", Date.from(signInTime(principal)));
        // One sign-in, however often it is refreshed: the id of its authorization, itself a random UUID.
        claims.put("origin_jti", requireNonNull(context.getAuthorization()).getId());
    }

    private static Instant signInTime(Authentication principal) {
        return principal.getAuthorities().stream()
                .filter(FactorGrantedAuthority.class::isInstance)
                .map(factor -> ((FactorGrantedAuthority) factor).getIssuedAt())
                .max(Instant::compareTo)
                .orElseThrow(() -> new IllegalStateException("a sign-in without a time"));
    }
}
