package weather.kwangle.local.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunningIdentity.class)
class AuthorizationCodeTest {
    private static final LocalUser FORECASTER = LocalUsers.all().getFirst();

    private Browser browser;
    private ConsoleApp console;

    @BeforeEach
    void openBrowser(IdentityServer server) {
        browser = new Browser(server);
        console = new ConsoleApp(browser);
    }

    @AfterEach
    void closeBrowser() {
        browser.close();
    }

    @Test
    void a_person_signs_in_and_the_console_exchanges_the_code_for_tokens() {
        Answer back = console.signIn(ConsoleApp.request(), FORECASTER);

        assertThat(back.location()).startsWith(ConsoleApp.REDIRECT + "?");
        assertThat(back.locationQuery())
                .containsOnlyKeys("code", "state")
                .containsEntry("state", ConsoleApp.request().get("state"));

        Answer tokens = console.exchange(back.locationQuery().get("code"));

        assertThat(tokens.status()).isEqualTo(200);
        assertThat(tokens.header("Cache-Control")).contains("no-store");
        assertThat(tokens.text("token_type")).isEqualTo("Bearer");
        assertThat(tokens.json().propertyNames()).contains("access_token", "refresh_token", "id_token", "expires_in");
    }

    @Test
    void a_second_client_window_of_the_same_browser_needs_no_password() {
        console.signIn(ConsoleApp.request(), FORECASTER);

        Answer second = console.authorize(ConsoleApp.request());

        assertThat(second.location()).startsWith(ConsoleApp.REDIRECT + "?code=");
    }

    @Test
    void sign_in_without_pkce_is_refused() {
        var request = ConsoleApp.request();
        request.remove("code_challenge");
        request.remove("code_challenge_method");

        assertRefusedAtClient(request, "invalid_request", "code_challenge is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "s256", "none"})
    void pkce_by_any_method_but_s256_is_refused(String method) {
        var request = ConsoleApp.request();
        request.put("code_challenge_method", method);
        request.put("code_challenge", ConsoleApp.VERIFIER);

        assertRefusedAtClient(request, "invalid_request", "S256");
    }

    @Test
    void pkce_without_a_method_means_plain_and_is_refused() {
        var request = ConsoleApp.request();
        request.remove("code_challenge_method");

        assertRefusedAtClient(request, "invalid_request", "S256");
    }

    @Test
    void a_scope_that_the_client_does_not_have_is_refused() {
        var request = ConsoleApp.request();
        request.put("scope", "max-weather/admin");

        assertRefusedAtClient(request, "invalid_scope", "max-weather/read:forecast");
    }

    @Test
    void without_a_scope_all_scopes_of_the_client_are_granted() {
        var request = ConsoleApp.request();
        request.remove("scope");

        Answer tokens = console.exchange(
                console.signIn(request, FORECASTER).locationQuery().get("code"));

        assertThat(tokens.text("scope").split(" "))
                .containsExactlyInAnyOrder("openid", "max-weather/read:forecast", "max-weather/write:forecast");
    }

    @Test
    void the_implicit_grant_does_not_exist() {
        var request = ConsoleApp.request();
        request.put("response_type", "token");

        Answer refused = console.authorize(request);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("error")).isEqualTo("unsupported_response_type");
    }

    @Test
    void a_client_with_a_secret_signs_nobody_in() {
        var request = ConsoleApp.request();
        request.put("client_id", "acme-weather");
        request.put("scope", "max-weather/read:forecast");

        Answer refused = console.authorize(request);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("error")).isEqualTo("unauthorized_client");
    }

    @Test
    void another_verifier_does_not_redeem_the_code() {
        Answer refused =
                console.exchange(console.code(FORECASTER), ConsoleApp.VERIFIER.replace('d', 'e'), ConsoleApp.REDIRECT);

        assertInvalidGrant(refused);
    }

    @Test
    void a_code_without_its_verifier_is_refused() {
        Answer refused = browser.post(
                "/oauth2/token",
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "client_id",
                        LocalClients.INTERNAL_CONSOLE,
                        "code",
                        console.code(FORECASTER),
                        "redirect_uri",
                        ConsoleApp.REDIRECT));

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text("error")).isEqualTo("invalid_client");
        assertThat(refused.text("error_description")).contains("code_verifier");
    }

    @Test
    void the_code_is_bound_to_its_redirect_uri() {
        Answer refused =
                console.exchange(console.code(FORECASTER), ConsoleApp.VERIFIER, "http://127.0.0.1:53683/callback");

        assertInvalidGrant(refused);
    }

    @Test
    void a_replayed_code_is_refused_and_ends_the_refresh_token_it_brought() {
        String code = console.code(FORECASTER);
        Answer tokens = console.exchange(code);

        assertInvalidGrant(console.exchange(code));
        assertInvalidGrant(console.refresh(tokens.text("refresh_token")));
    }

    @Test
    void of_simultaneous_exchanges_of_one_code_exactly_one_succeeds() throws Exception {
        String code = console.code(FORECASTER);
        try (var threads = Executors.newFixedThreadPool(6)) {
            List<Callable<Integer>> exchanges = Stream.<Callable<Integer>>generate(
                            () -> () -> console.exchange(code).status())
                    .limit(6)
                    .toList();

            var statuses = threads.invokeAll(exchanges, 30, TimeUnit.SECONDS).stream()
                    .map(exchange -> exchange.resultNow())
                    .toList();

            assertThat(statuses).containsOnlyOnce(200).hasSize(6);
        }
    }

    private void assertRefusedAtClient(Map<String, String> request, String error, String hint) {
        Answer refused = console.authorize(request);
        assertThat(refused.location()).startsWith(ConsoleApp.REDIRECT + "?");
        assertThat(refused.locationQuery())
                .containsEntry("error", error)
                .containsEntry("state", request.get("state"))
                .doesNotContainKey("code");
        assertThat(refused.locationQuery().get("error_description")).contains(hint);
    }

    private static void assertInvalidGrant(Answer refused) {
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("error")).isEqualTo("invalid_grant");
        assertThat(refused.text("error_description")).isNotBlank();
    }
}
