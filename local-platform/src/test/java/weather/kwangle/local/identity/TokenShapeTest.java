package weather.kwangle.local.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.SignedJWT;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(RunningIdentity.class)
class TokenShapeTest {
    private static final LocalUser FORECASTER = LocalUsers.all().getFirst();
    private static final LocalUser VIEWER = LocalUsers.all().getLast();

    private IdentityServer server;
    private Browser browser;

    @BeforeEach
    void openBrowser(IdentityServer server) {
        this.server = server;
        browser = new Browser(server);
    }

    @AfterEach
    void closeBrowser() {
        browser.close();
    }

    @Test
    void a_machine_token_has_cognitos_claims_and_no_others() throws Exception {
        SignedJWT token = verified(browser.post(
                        "/oauth2/token",
                        Map.of(
                                "grant_type", "client_credentials",
                                "client_id", "batch-writer",
                                "client_secret", "batch-writer-secret"))
                .text("access_token"));
        Map<String, Object> claims = token.getPayload().toJSONObject();

        assertThat(claims)
                .containsOnlyKeys("iss", "token_use", "client_id", "scope", "sub", "exp", "iat", "jti", "version")
                .containsEntry("iss", server.issuer())
                .containsEntry("token_use", "access")
                .containsEntry("client_id", "batch-writer")
                .containsEntry("sub", "batch-writer")
                .containsEntry("scope", "max-weather/read:forecast max-weather/write:forecast")
                .containsEntry("version", 2L);
        assertThat(UUID.fromString((String) claims.get("jti")).version()).isEqualTo(4);
        assertThat((Long) claims.get("exp") - (Long) claims.get("iat")).isEqualTo(3600);
    }

    @Test
    void a_persons_token_adds_name_groups_and_time_of_sign_in() throws Exception {
        Map<String, Object> claims =
                userToken(FORECASTER, "access_token").getPayload().toJSONObject();

        assertThat(claims)
                .containsOnlyKeys(
                        "iss",
                        "token_use",
                        "client_id",
                        "scope",
                        "sub",
                        "exp",
                        "iat",
                        "jti",
                        "version",
                        "username",
                        "cognito:groups",
                        "auth_time",
                        "origin_jti")
                .containsEntry("token_use", "access")
                .containsEntry("client_id", LocalClients.INTERNAL_CONSOLE)
                .containsEntry("sub", FORECASTER.subject().toString())
                .containsEntry("username", "forecaster")
                .containsEntry("cognito:groups", List.of("forecasters"))
                .containsEntry("scope", "max-weather/read:forecast max-weather/write:forecast openid");
        assertThat((Long) claims.get("auth_time")).isBetween((Long) claims.get("iat") - 60, (Long) claims.get("iat"));
        assertThat((String) claims.get("origin_jti")).isNotEqualTo(claims.get("jti"));
    }

    @Test
    void the_token_of_a_person_without_a_group_has_no_groups_claim() throws Exception {
        Map<String, Object> claims =
                userToken(VIEWER, "access_token").getPayload().toJSONObject();

        assertThat(claims).containsEntry("username", "viewer").doesNotContainKey("cognito:groups");
    }

    @Test
    void an_id_token_says_so_and_is_signed_by_the_other_key() throws Exception {
        Answer tokens = new ConsoleApp(browser).tokens(FORECASTER);
        SignedJWT idToken = verified(tokens.text("id_token"));
        SignedJWT accessToken = verified(tokens.text("access_token"));

        assertThat(idToken.getHeader().getKeyID())
                .isNotEqualTo(accessToken.getHeader().getKeyID());
        assertThat(idToken.getPayload().toJSONObject())
                .containsOnlyKeys(
                        "iss",
                        "aud",
                        "token_use",
                        "sub",
                        "exp",
                        "iat",
                        "jti",
                        "cognito:username",
                        "cognito:groups",
                        "auth_time",
                        "origin_jti")
                .containsEntry("token_use", "id")
                .containsEntry("aud", LocalClients.INTERNAL_CONSOLE)
                .containsEntry("cognito:username", "forecaster");
    }

    @Test
    void without_the_openid_scope_there_is_no_id_token() {
        var console = new ConsoleApp(browser);
        var request = ConsoleApp.request();
        request.put("scope", "max-weather/read:forecast");

        Answer tokens =
                console.exchange(console.signIn(request, VIEWER).locationQuery().get("code"));

        assertThat(tokens.status()).isEqualTo(200);
        assertThat(tokens.json().propertyNames()).doesNotContain("id_token");
    }

    @Test
    void the_key_set_holds_two_public_rsa_keys() throws Exception {
        Answer keys = browser.get(IdentityServer.KEY_SET_PATH);

        assertThat(JWKSet.parse(keys.body()).getKeys()).hasSize(2).noneMatch(JWK::isPrivate);
        for (var key : keys.json().path("keys")) {
            assertThat(key.propertyNames()).containsExactlyInAnyOrder("kty", "e", "n", "kid", "use", "alg");
        }
    }

    @Test
    void user_info_takes_the_access_token_and_refuses_the_id_token() {
        Answer tokens = new ConsoleApp(browser).tokens(FORECASTER);

        Answer known = browser.get("/oauth2/userInfo", "Authorization", "Bearer " + tokens.text("access_token"));
        Answer refused = browser.get("/oauth2/userInfo", "Authorization", "Bearer " + tokens.text("id_token"));

        assertThat(known.text("sub")).isEqualTo(FORECASTER.subject().toString());
        assertThat(known.text("username")).isEqualTo("forecaster");
        assertThat(refused.status()).isEqualTo(401);
    }

    private SignedJWT userToken(LocalUser user, String member) throws Exception {
        return verified(new ConsoleApp(browser).tokens(user).text(member));
    }

    /** Parses a token after checking its header and its signature against the published key set. */
    private SignedJWT verified(String token) throws Exception {
        SignedJWT jwt = SignedJWT.parse(token);
        assertThat(jwt.getHeader().toJSONObject())
                .containsOnlyKeys("kid", "alg")
                .containsEntry("alg", "RS256");
        JWKSet keys = JWKSet.parse(browser.get(IdentityServer.KEY_SET_PATH).body());
        var key = keys.getKeyByKeyId(jwt.getHeader().getKeyID()).toRSAKey();
        assertThat(key.size()).isEqualTo(2048);
        assertThat(jwt.verify(new RSASSAVerifier(key))).isTrue();
        return jwt;
    }
}
