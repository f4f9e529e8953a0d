package weather.kwangle.local.identity;

import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import org.springframework.security.crypto.keygen.StringKeyGenerator;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/**
 * Gives refresh tokens to public clients too, as Cognito does; the framework's own generator refuses them. Each use
 * replaces the token, and the new one ends when the first would have.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/cognito/latest/developerguide/amazon-cognito-user-pools-using-the-refresh-token.html">Refresh
 *     token rotation</a>
 */
final class RotatingRefreshTokens implements OAuth2TokenGenerator<OAuth2RefreshToken> {
    private static final int TOKEN_BYTES = 96;

    private final StringKeyGenerator values =
            new Base64StringKeyGenerator(Base64.getUrlEncoder().withoutPadding(), TOKEN_BYTES);
    private final Clock clock;

    RotatingRefreshTokens(Clock clock) {
        this.clock = clock;
    }

    @Override
    public @Nullable OAuth2RefreshToken generate(OAuth2TokenContext context) {
        if (!OAuth2TokenType.REFRESH_TOKEN.equals(context.getTokenType())) {
            return null;
        }
        Instant now = clock.instant();
        return new OAuth2RefreshToken(values.generateKey(), now, end(context, now));
    }

    private static Instant end(OAuth2TokenContext context, Instant now) {
        OAuth2Authorization signIn = context.getAuthorization();
        if (signIn != null && signIn.getRefreshToken() != null) {
            Instant first = signIn.getRefreshToken().getToken().getExpiresAt();
            if (first != null) {
                return first;
            }
        }
        return now.plus(context.getRegisteredClient().getTokenSettings().getRefreshTokenTimeToLive());
    }
}
