package weather.kwangle.local.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static weather.kwangle.local.answers.ApiClient.bearer;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import weather.kwangle.local.identity.Answer;
import weather.kwangle.local.identity.Browser;
import weather.kwangle.local.identity.ConsoleApp;
import weather.kwangle.local.identity.LocalUser;
import weather.kwangle.local.identity.LocalUsers;

/** A person signs in with a browser, played over plain HTTP: authorization code with PKCE (RFC 7636), then refresh. */
@Tag("slow")
class SignInIT {
    private static final String READ = "max-weather/read:forecast";
    private static final LocalUser FORECASTER = LocalUsers.all().getFirst();

    private final ApiClient api = new ApiClient();
    private final Browser browser = browser();
    private final ConsoleApp console = new ConsoleApp(browser);

    private Browser browser() {
        return new Browser(api.address("authorizeEndpoint").replaceFirst("/oauth2/authorize$", ""));
    }

    @AfterEach
    void closeBrowser() {
        browser.close();
    }

    @Test
    void theWholeCodeDanceGivesATokenThatWorks() throws Exception {
        Answer tokens = console.exchange(codeFor(READ));
        assertThat(tokens.status()).as(tokens.body()).isEqualTo(200);
        assertThat(tokens.json().get("expires_in").asInt()).isBetween(3590, 3600);

        String access = tokens.text("access_token");
        assertThat(api.get("/forecast?location=Hanoi", bearer(access)).status()).isEqualTo(200);
        assertThat(api.get("/usage", bearer(access)).body().get("plan").asString())
                .isEqualTo("internal");
    }

    @Test
    void aRefreshTokenGivesANewTokenThatWorksAndIsGoodForOneUse() throws Exception {
        String refresh = console.exchange(codeFor(READ)).text("refresh_token");

        Answer refreshed = console.refresh(refresh);
        assertThat(refreshed.status()).as(refreshed.body()).isEqualTo(200);
        assertThat(api.get("/current?location=Hanoi", bearer(refreshed.text("access_token")))
                        .status())
                .isEqualTo(200);
        assertThat(console.refresh(refresh).status()).isEqualTo(400);
    }

    @Test
    void aReplayedCodeIsRefused() {
        String code = codeFor(READ);
        assertThat(console.exchange(code).status()).isEqualTo(200);

        Answer replayed = console.exchange(code);
        assertThat(replayed.status()).isEqualTo(400);
        assertThat(replayed.text("error")).isEqualTo("invalid_grant");
    }

    @Test
    void aForecasterMayWriteAndAViewerMayNot() throws Exception {
        String batch = "{\"locations\":[\"Hanoi\"]}";
        for (LocalUser user : LocalUsers.all()) {
            try (Browser own = browser()) {
                String token = new ConsoleApp(own).tokens(user).text("access_token");
                int status = api.ask(
                                "POST",
                                "/forecast",
                                batch,
                                "Authorization",
                                "Bearer " + token,
                                "Content-Type",
                                "application/json")
                        .status();
                assertThat(status).as(user.username()).isEqualTo(user.groups().contains("forecasters") ? 200 : 403);
            }
        }
    }

    private String codeFor(String scopes) {
        Map<String, String> request = ConsoleApp.request();
        request.put("scope", scopes);
        return console.signIn(request, FORECASTER).locationQuery().get("code");
    }
}
