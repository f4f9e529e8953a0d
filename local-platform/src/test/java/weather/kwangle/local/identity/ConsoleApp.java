package weather.kwangle.local.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the internal console does to sign a person in; the code verifier is the example of RFC 7636 appendix B. */
public final class ConsoleApp {
    static final String REDIRECT = "http://127.0.0.1:53682/callback";
    static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private final Browser browser;

    public ConsoleApp(Browser browser) {
        this.browser = browser;
    }

    /** A correct authorization request, to be spoiled by a test. */
    public static Map<String, String> request() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("response_type", "code");
        parameters.put("client_id", LocalClients.INTERNAL_CONSOLE);
        parameters.put("redirect_uri", REDIRECT);
        parameters.put("scope", "openid max-weather/read:forecast max-weather/write:forecast");
        parameters.put("state", "a state & its <signs>");
        parameters.put("code_challenge", CHALLENGE);
        parameters.put("code_challenge_method", "S256");
        return parameters;
    }

    Answer authorize(Map<String, String> request) {
        return browser.get("/oauth2/authorize?" + Browser.encode(request));
    }

    /** Walks from the authorization request over the sign-in page back to the client. */
    public Answer signIn(Map<String, String> request, LocalUser user) {
        Answer asked = authorize(request);
        assertThat(asked.location()).contains("/login?");
        Answer submitted = browser.submit(browser.get(asked.location()), user.username(), user.password());
        assertThat(submitted.location()).contains("/oauth2/authorize?");
        return browser.get(submitted.location());
    }

    String code(LocalUser user) {
        return signIn(request(), user).locationQuery().get("code");
    }

    public Answer exchange(String code) {
        return exchange(code, VERIFIER, REDIRECT);
    }

    Answer exchange(String code, String verifier, String redirect) {
        return browser.post(
                "/oauth2/token",
                Map.of(
                        "grant_type", "authorization_code",
                        "client_id", LocalClients.INTERNAL_CONSOLE,
                        "code", code,
                        "code_verifier", verifier,
                        "redirect_uri", redirect));
    }

    /** The token endpoint's answer after a whole sign-in. */
    public Answer tokens(LocalUser user) {
        Answer tokens = exchange(code(user));
        assertThat(tokens.status()).as(tokens.body()).isEqualTo(200);
        return tokens;
    }

    public Answer refresh(String refreshToken) {
        return browser.post(
                "/oauth2/token",
                Map.of(
                        "grant_type",
                        "refresh_token",
                        "client_id",
                        LocalClients.INTERNAL_CONSOLE,
                        "refresh_token",
                        refreshToken));
    }
}
