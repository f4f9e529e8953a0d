package weather.kwangle.local.identity;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunningIdentity.class)
class ClientCredentialsTest {
    private static final String ASK = "client_credentials";

    private Browser browser;

    @BeforeEach
    void openBrowser(IdentityServer server) {
        browser = new Browser(server);
    }

    @AfterEach
    void closeBrowser() {
        browser.close();
    }

    @Test
    void the_secret_may_come_by_http_basic() {
        Answer token = browser.post(
                "/oauth2/token",
                Map.of("grant_type", ASK),
                "Authorization",
                basic("acme-weather", "acme-weather-secret"));

        assertThat(token.status()).as(token.body()).isEqualTo(200);
        assertThat(token.text("token_type")).isEqualTo("Bearer");
        assertThat(token.json().path("expires_in").asInt()).isCloseTo(3600, within(1));
        assertThat(token.json().propertyNames()).doesNotContain("refresh_token", "id_token");
    }

    @Test
    void the_secret_may_come_in_the_form() {
        assertThat(ask("acme-weather", "acme-weather-secret").status()).isEqualTo(200);
    }

    @Test
    void every_confidential_client_of_the_local_run_gets_its_scopes_by_default() {
        for (LocalClient client : LocalClients.all()) {
            client.secret()
                    .ifPresent(secret -> assertThat(
                                    ask(client.id(), secret).text("scope").split(" "))
                            .as(client.id())
                            .containsExactlyInAnyOrderElementsOf(client.tokenScopes()));
        }
    }

    @Test
    void an_empty_scope_counts_as_none() {
        assertThat(askFor("acme-weather", "").text("scope")).isEqualTo("max-weather/read:forecast");
    }

    @Test
    void only_the_requested_scope_is_granted() {
        assertThat(askFor("batch-writer", "max-weather/write:forecast").text("scope"))
                .isEqualTo("max-weather/write:forecast");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max-weather/admin",
                "read:forecast",
                "max-weather/write:forecast",
                "max-weather/read:forecast max-weather/admin",
                "openid"
            })
    void a_scope_that_the_client_does_not_have_is_refused(String scope) {
        Answer refused = askFor("acme-weather", scope);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("error")).isEqualTo("invalid_scope");
        assertThat(refused.text("error_description")).contains("max-weather/read:forecast");
        assertThat(refused.json().has("access_token")).isFalse();
    }

    @Test
    void a_wrong_secret_and_an_unknown_client_look_the_same() {
        Answer wrongSecret = ask("acme-weather", "wrong");
        Answer unknown = ask("nobody", "wrong");

        assertThat(wrongSecret.status()).isEqualTo(unknown.status()).isEqualTo(401);
        assertThat(wrongSecret.body()).isEqualTo(unknown.body()).contains("\"invalid_client\"");
        assertThat(wrongSecret.header("WWW-Authenticate")).startsWith("Basic ");
        assertThat(wrongSecret.header("Cache-Control")).contains("no-store");
    }

    @Test
    void credentials_that_differ_in_case_only_are_not_taken_for_the_ones_before_on_one_connection() {
        String right = basic("acme-weather", "acme-weather-secret");
        String wrong = right.replace("zZWNyZXQ", "zZwNyZXQ");
        assertThat(wrong).isNotEqualTo(right);

        for (int i = 0; i < 2; i++) {
            assertThat(askWith(right).status()).isEqualTo(200);
            assertThat(askWith(wrong).status()).isEqualTo(401);
        }
    }

    @Test
    void a_request_without_a_client_is_refused() {
        Answer refused = browser.post("/oauth2/token", Map.of("grant_type", ASK));

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text("error")).isEqualTo("invalid_client");
    }

    @Test
    void the_public_client_has_no_credentials_to_use() {
        Answer refused =
                browser.post("/oauth2/token", Map.of("grant_type", ASK, "client_id", LocalClients.INTERNAL_CONSOLE));

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text("error")).isEqualTo("invalid_client");
    }

    @Test
    void an_unknown_grant_is_named_as_such() {
        Answer refused = browser.post(
                "/oauth2/token",
                Map.of("grant_type", "password", "client_id", "acme-weather", "client_secret", "acme-weather-secret"));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("error")).isEqualTo("unsupported_grant_type");
        assertThat(refused.text("error_description")).contains(ASK);
    }

    @Test
    void the_token_endpoint_answers_post_alone() {
        Answer refused = browser.get("/oauth2/token?grant_type=client_credentials");

        assertThat(refused.status()).isEqualTo(405);
        assertThat(refused.header("Allow")).isEqualTo("POST");
        assertThat(refused.text("error")).isEqualTo("invalid_request");
    }

    private Answer ask(String client, String secret) {
        return browser.post("/oauth2/token", Map.of("grant_type", ASK, "client_id", client, "client_secret", secret));
    }

    private Answer askFor(String client, String scope) {
        return browser.post(
                "/oauth2/token",
                Map.of("grant_type", ASK, "scope", scope),
                "Authorization",
                basic(client, client + "-secret"));
    }

    private Answer askWith(String authorization) {
        return browser.post("/oauth2/token", Map.of("grant_type", ASK), "Authorization", authorization);
    }

    private static String basic(String client, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((client + ":" + secret).getBytes(UTF_8));
    }
}
