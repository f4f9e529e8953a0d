package weather.kwangle.local.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;

class SignInsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final SignIns signIns = new SignIns(2);

    @Test
    void the_sign_in_unused_for_longest_gives_way() {
        OAuth2Authorization first = signIn("first", AuthorizationGrantType.AUTHORIZATION_CODE);
        signIns.save(first);
        signIns.save(signIn("second", AuthorizationGrantType.AUTHORIZATION_CODE));
        signIns.save(first);
        signIns.save(signIn("third", AuthorizationGrantType.AUTHORIZATION_CODE));

        assertThat(signIns.findById("first")).isNotNull();
        assertThat(signIns.findById("second")).isNull();
        assertThat(signIns.findById("third")).isNotNull();
    }

    @Test
    void a_token_is_found_by_value_and_kind() {
        signIns.save(signIn("first", AuthorizationGrantType.AUTHORIZATION_CODE));

        assertThat(signIns.findByToken("refresh-first", OAuth2TokenType.REFRESH_TOKEN))
                .isNotNull();
        assertThat(signIns.findByToken("refresh-first", null)).isNotNull();
        assertThat(signIns.findByToken("refresh-first", OAuth2TokenType.ACCESS_TOKEN))
                .isNull();
        assertThat(signIns.findByToken("refresh-other", null)).isNull();
    }

    @Test
    void what_client_credentials_obtain_is_not_kept() {
        signIns.save(signIn("machine", AuthorizationGrantType.CLIENT_CREDENTIALS));

        assertThat(signIns.findById("machine")).isNull();
    }

    private static OAuth2Authorization signIn(String id, AuthorizationGrantType grant) {
        var client = ClientSettingsOfCognito.of(LocalClients.all().getFirst());
        return OAuth2Authorization.withRegisteredClient(client)
                .id(id)
                .principalName("forecaster")
                .authorizationGrantType(grant)
                .refreshToken(new OAuth2RefreshToken("refresh-" + id, NOW, NOW.plusSeconds(60)))
                .build();
    }
}
