package weather.kwangle.local.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.token.DefaultOAuth2TokenContext;

class RotatingRefreshTokensTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final RegisteredClient console =
            ClientSettingsOfCognito.of(LocalClients.all().getLast());
    private final RotatingRefreshTokens tokens = new RotatingRefreshTokens(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void a_first_token_lasts_thirty_days() {
        OAuth2RefreshToken token = tokens.generate(context().build());

        assertThat(token).isNotNull();
        assertThat(token.getExpiresAt()).isEqualTo(NOW.plus(Duration.ofDays(30)));
    }

    @Test
    void its_successor_ends_when_the_first_would_have() {
        Instant signedIn = NOW.minus(Duration.ofDays(29));
        var first = new OAuth2RefreshToken("first", signedIn, signedIn.plus(Duration.ofDays(30)));
        OAuth2Authorization signIn = OAuth2Authorization.withRegisteredClient(console)
                .principalName("forecaster")
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .refreshToken(first)
                .build();

        OAuth2RefreshToken successor =
                tokens.generate(context().authorization(signIn).build());

        assertThat(successor).isNotNull();
        assertThat(successor.getTokenValue()).isNotEqualTo("first").hasSize(128);
        assertThat(successor.getExpiresAt()).isEqualTo(NOW.plus(Duration.ofDays(1)));
    }

    @Test
    void other_kinds_of_tokens_are_left_to_others() {
        assertThat(tokens.generate(
                        context().tokenType(OAuth2TokenType.ACCESS_TOKEN).build()))
                .isNull();
    }

    private DefaultOAuth2TokenContext.Builder context() {
        return DefaultOAuth2TokenContext.builder().registeredClient(console).tokenType(OAuth2TokenType.REFRESH_TOKEN);
    }
}
