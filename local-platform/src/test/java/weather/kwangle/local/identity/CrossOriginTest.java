package weather.kwangle.local.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunningIdentity.class)
class CrossOriginTest {
    private static final String DOCS = "http://127.0.0.1:8080";

    private Browser browser;

    @BeforeEach
    void openBrowser(IdentityServer server) {
        browser = new Browser(server);
    }

    @AfterEach
    void closeBrowser() {
        browser.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {DOCS, "http://localhost:3000"})
    void a_page_on_this_machine_may_ask_for_tokens(String origin) {
        Answer preflight = browser.options(
                "/oauth2/token",
                "Origin",
                origin,
                "Access-Control-Request-Method",
                "POST",
                "Access-Control-Request-Headers",
                "authorization,content-type,x-requested-with");

        assertThat(preflight.status()).isEqualTo(200);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEqualTo(origin);
        assertThat(preflight.header("Access-Control-Allow-Headers").split(", "))
                .containsExactlyInAnyOrder("authorization", "content-type", "x-requested-with");
        assertThat(preflight.header("Access-Control-Allow-Credentials")).isEmpty();
    }

    @Test
    void that_page_can_also_read_a_refusal() {
        Answer refused = browser.post("/oauth2/token", Map.of("grant_type", "client_credentials"), "Origin", DOCS);

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.header("Access-Control-Allow-Origin")).isEqualTo(DOCS);
    }

    @ParameterizedTest
    @ValueSource(strings = {IdentityServer.KEY_SET_PATH, IdentityServer.DISCOVERY_PATH})
    void that_page_can_read_keys_and_discovery(String path) {
        Answer read = browser.get(path, "Origin", DOCS);

        assertThat(read.status()).isEqualTo(200);
        assertThat(read.header("Access-Control-Allow-Origin")).isEqualTo(DOCS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example",
                "http://127.0.0.1.evil.example:8080",
                "http://localhost.evil.example",
                "null"
            })
    void a_page_from_elsewhere_may_not(String origin) {
        Answer preflight = browser.options("/oauth2/token", "Origin", origin, "Access-Control-Request-Method", "POST");

        assertThat(preflight.status()).isEqualTo(403);
        assertThat(preflight.header("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void discovery_names_the_endpoints_that_answer(IdentityServer server) {
        Answer discovery = browser.get(IdentityServer.DISCOVERY_PATH);

        assertThat(discovery.text("issuer")).isEqualTo(server.issuer());
        assertThat(discovery.text("jwks_uri")).isEqualTo(server.issuer() + "/.well-known/jwks.json");
        assertThat(browser.get(discovery.text("jwks_uri")).status()).isEqualTo(200);
        assertThat(browser.get(discovery.text("token_endpoint")).status()).isEqualTo(405);
        assertThat(browser.get(discovery.text("revocation_endpoint")).status()).isEqualTo(405);
        assertThat(browser.get(discovery.text("userinfo_endpoint")).status()).isEqualTo(401);
        assertThat(browser.get(discovery.text("authorization_endpoint")).status())
                .isEqualTo(400);
        assertThat(browser.get(discovery.text("end_session_endpoint")).status()).isEqualTo(400);
    }
}
