package weather.kwangle.local.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
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

@ExtendWith(RunningIdentity.class)
class RefreshTokenTest {
    private static final LocalUser FORECASTER = LocalUsers.all().getFirst();

    private Browser browser;
    private ConsoleApp console;
    private Answer tokens;

    @BeforeEach
    void signIn(IdentityServer server) {
        browser = new Browser(server);
        console = new ConsoleApp(browser);
        tokens = console.tokens(FORECASTER);
    }

    @AfterEach
    void closeBrowser() {
        browser.close();
    }

    @Test
    void each_use_replaces_the_refresh_token_and_the_old_one_is_refused() {
        String first = tokens.text("refresh_token");

        Answer refreshed = console.refresh(first);
        String second = refreshed.text("refresh_token");

        assertThat(refreshed.status()).as(refreshed.body()).isEqualTo(200);
        assertThat(second).isNotBlank().isNotEqualTo(first);
        assertInvalidGrant(console.refresh(first));
        assertThat(console.refresh(second).status()).isEqualTo(200);
    }

    @Test
    void a_refreshed_access_token_is_new_yet_remembers_the_sign_in() throws ParseException {
        JWTClaimsSet before = claims(tokens);

        JWTClaimsSet after = claims(console.refresh(tokens.text("refresh_token")));

        assertThat(after.getJWTID()).isNotEqualTo(before.getJWTID());
        for (String claim : List.of("sub", "username", "cognito:groups", "scope", "auth_time", "origin_jti")) {
            assertThat(after.getClaim(claim)).as(claim).isEqualTo(before.getClaim(claim));
        }
    }

    @Test
    void a_refresh_may_ask_for_less_but_not_for_more() {
        Answer less = refreshFor("max-weather/read:forecast", tokens.text("refresh_token"));
        assertThat(less.text("scope")).isEqualTo("max-weather/read:forecast");

        Answer more = refreshFor("max-weather/admin", less.text("refresh_token"));
        assertThat(more.status()).isEqualTo(400);
        assertThat(more.text("error")).isEqualTo("invalid_scope");
    }

    @Test
    void another_client_cannot_use_the_refresh_token() {
        Answer refused = browser.post(
                "/oauth2/token",
                Map.of(
                        "grant_type", "refresh_token",
                        "client_id", "acme-weather",
                        "client_secret", "acme-weather-secret",
                        "refresh_token", tokens.text("refresh_token")));

        assertInvalidGrant(refused);
    }

    @Test
    void a_client_with_a_secret_may_not_leave_it_out() {
        Answer refused = browser.post(
                "/oauth2/token",
                Map.of(
                        "grant_type", "refresh_token",
                        "client_id", "acme-weather",
                        "refresh_token", tokens.text("refresh_token")));

        assertThat(refused.status()).isEqualTo(401);
        assertThat(refused.text("error")).isEqualTo("invalid_client");
    }

    @Test
    void a_revoked_refresh_token_is_refused() {
        String refreshToken = tokens.text("refresh_token");

        Answer revoked = browser.post(
                "/oauth2/revoke", Map.of("client_id", LocalClients.INTERNAL_CONSOLE, "token", refreshToken));

        assertThat(revoked.status()).isEqualTo(200);
        assertInvalidGrant(console.refresh(refreshToken));
    }

    @Test
    void of_simultaneous_refreshes_with_one_token_exactly_one_succeeds() throws Exception {
        String refreshToken = tokens.text("refresh_token");
        try (var threads = Executors.newFixedThreadPool(6)) {
            List<Callable<Integer>> refreshes = Stream.<Callable<Integer>>generate(
                            () -> () -> console.refresh(refreshToken).status())
                    .limit(6)
                    .toList();

            var statuses = threads.invokeAll(refreshes, 30, TimeUnit.SECONDS).stream()
                    .map(refresh -> refresh.resultNow())
                    .toList();

            assertThat(statuses).containsOnlyOnce(200).hasSize(6);
        }
    }

    private Answer refreshFor(String scope, String refreshToken) {
        return browser.post(
                "/oauth2/token",
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        LocalClients.INTERNAL_CONSOLE,
                        "scope",
                        scope,
                        "refresh_token",
                        refreshToken));
    }

    private static JWTClaimsSet claims(Answer tokens) throws ParseException {
        return SignedJWT.parse(tokens.text("access_token")).getJWTClaimsSet();
    }

    private static void assertInvalidGrant(Answer refused) {
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("error")).isEqualTo("invalid_grant");
    }
}
