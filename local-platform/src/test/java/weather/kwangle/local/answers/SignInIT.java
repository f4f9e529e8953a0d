package weather.kwangle.local.answers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static weather.kwangle.local.answers.ApiClient.bearer;
import static weather.kwangle.local.answers.ApiClient.form;

import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import weather.kwangle.local.answers.ApiClient.Answer;
import weather.kwangle.local.identity.LocalUser;
import weather.kwangle.local.identity.LocalUsers;

/** A person signs in with a browser, played over plain HTTP: authorization code with PKCE (RFC 7636), then refresh. */
@Tag("slow")
class SignInIT {

    private static final String REDIRECT = "http://127.0.0.1/callback";
    private static final String VERIFIER = "a-verifier-of-forty-three-characters-or-more-0123456789";

    private final ApiClient api = new ApiClient();
    private final HttpClient browser = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    @Test
    void theWholeCodeDanceGivesATokenThatWorks() throws Exception {
        Answer tokens = redeem(codeFor("max-weather/read:forecast"));
        assertThat(tokens.status()).as(tokens.response().body()).isEqualTo(200);
        assertThat(tokens.body().get("expires_in").asInt()).isBetween(3590, 3600);

        String access = tokens.body().get("access_token").asString();
        assertThat(api.get("/forecast?location=Hanoi", bearer(access)).status()).isEqualTo(200);
        assertThat(api.get("/usage", bearer(access)).body().get("plan").asString())
                .isEqualTo("internal");
    }

    @Test
    void aRefreshTokenGivesANewTokenThatWorksAndIsGoodForOneUse() throws Exception {
        String refresh = redeem(codeFor("max-weather/read:forecast"))
                .body()
                .get("refresh_token")
                .asString();

        Answer refreshed = refresh(refresh);
        assertThat(refreshed.status()).as(refreshed.response().body()).isEqualTo(200);
        String access = refreshed.body().get("access_token").asString();
        assertThat(api.get("/current?location=Hanoi", bearer(access)).status()).isEqualTo(200);
        assertThat(refresh(refresh).status()).isEqualTo(400);
    }

    @Test
    void aReplayedCodeIsRefused() throws Exception {
        String code = codeFor("max-weather/read:forecast");
        assertThat(redeem(code).status()).isEqualTo(200);

        Answer replayed = redeem(code);
        assertThat(replayed.status()).isEqualTo(400);
        assertThat(replayed.body().get("error").asString()).isEqualTo("invalid_grant");
    }

    @Test
    void aForecasterMayWriteAndAViewerMayNot() throws Exception {
        String scopes = "max-weather/read:forecast max-weather/write:forecast";
        String batch = "{\"locations\":[\"Hanoi\"]}";
        for (LocalUser user : LocalUsers.all()) {
            String token =
                    redeem(codeFor(user, scopes)).body().get("access_token").asString();
            Answer answer = api.ask(
                    "POST", "/forecast", batch, "Authorization", "Bearer " + token, "Content-Type", "application/json");
            assertThat(answer.status())
                    .as(user.username())
                    .isEqualTo(user.groups().contains("forecasters") ? 200 : 403);
        }
    }

    private String codeFor(String scopes) throws Exception {
        return codeFor(LocalUsers.all().getFirst(), scopes);
    }

    private String codeFor(LocalUser user, String scopes) throws Exception {
        browser.cookieHandler()
                .map(CookieManager.class::cast)
                .orElseThrow()
                .getCookieStore()
                .removeAll();
        String challenge = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(US_ASCII)));
        Map<String, String> question = new LinkedHashMap<>();
        question.put("response_type", "code");
        question.put("client_id", "internal-console");
        question.put("redirect_uri", REDIRECT);
        question.put("scope", scopes);
        question.put("state", "xyz");
        question.put("code_challenge", challenge);
        question.put("code_challenge_method", "S256");
        URI authorize = URI.create(api.address("authorizeEndpoint") + "?" + form(question));

        URI login = follow(get(authorize), authorize);
        HttpResponse<String> page = get(login);
        Matcher csrf = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"").matcher(page.body());
        assertThat(csrf.find())
                .as("the sign-in page is protected against forged requests")
                .isTrue();
        HttpResponse<String> signedIn = browser.send(
                HttpRequest.newBuilder(login)
                        .timeout(Duration.ofSeconds(20))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form(Map.of(
                                "username", user.username(), "password", user.password(), "_csrf", csrf.group(1)))))
                        .build(),
                BodyHandlers.ofString());
        URI back = follow(signedIn, login);
        URI callback = back;
        if (!back.toString().startsWith(REDIRECT)) {
            callback = follow(get(back), back);
        }

        assertThat(callback.toString()).startsWith(REDIRECT).contains("state=xyz");
        Matcher code = Pattern.compile("[?&]code=([^&]+)").matcher(callback.toString());
        assertThat(code.find()).isTrue();
        return code.group(1);
    }

    private HttpResponse<String> get(URI uri) throws Exception {
        return browser.send(
                HttpRequest.newBuilder(uri)
                        .timeout(Duration.ofSeconds(20))
                        .header("Accept", "text/html")
                        .build(),
                BodyHandlers.ofString());
    }

    private static URI follow(HttpResponse<String> response, URI from) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(302);
        return from.resolve(response.headers().firstValue("Location").orElseThrow());
    }

    private Answer redeem(String code) throws Exception {
        return api.tokens(Map.of(
                "grant_type", "authorization_code",
                "client_id", "internal-console",
                "redirect_uri", REDIRECT,
                "code", code,
                "code_verifier", VERIFIER));
    }

    private Answer refresh(String token) throws Exception {
        return api.tokens(
                Map.of("grant_type", "refresh_token", "client_id", "internal-console", "refresh_token", token));
    }
}
