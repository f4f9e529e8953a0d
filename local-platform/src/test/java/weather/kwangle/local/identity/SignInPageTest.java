package weather.kwangle.local.identity;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(RunningIdentity.class)
class SignInPageTest {
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
    void a_wrong_password_shows_the_form_again_with_the_reason_and_the_same_request() {
        Answer page = browser.get(console.authorize(ConsoleApp.request()).location());

        Answer refused = browser.submit(page, "forecaster", "wrong");
        Answer again = browser.get(refused.location());

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body())
                .contains("role=\"alert\"", "do not belong together")
                .doesNotContain("wrong\"");
        assertThat(Browser.hiddenFields(again)).containsAllEntriesOf(ConsoleApp.request());
        assertThat(browser.submit(again, "forecaster", FORECASTER.password()).location())
                .contains("/oauth2/authorize?");
    }

    @Test
    void an_unknown_user_gets_the_same_answer_as_a_wrong_password() {
        Answer page = browser.get("/login");

        assertThat(browser.submit(page, "nobody", "wrong").location())
                .isEqualTo(browser.submit(page, "forecaster", "wrong").location());
    }

    @Test
    void the_page_labels_its_fields_and_names_the_local_users() {
        String page = browser.get("/login").body();

        assertThat(page)
                .contains("<html lang=\"en\">", "<label for=\"username\">", "<label for=\"password\">")
                .doesNotContain("<script", "http://", "https://");
        LocalUsers.all().forEach(user -> assertThat(page).contains(user.username(), user.password()));
        assertThat(browser.get("/sign-in.css").header("Content-Type")).startsWith("text/css");
    }

    @Test
    void what_a_request_carries_cannot_become_markup() {
        var request = ConsoleApp.request();
        request.put("state", "\"><script>alert(1)</script>");

        Answer page = browser.get(console.authorize(request).location());

        assertThat(page.body()).doesNotContain("<script");
        assertThat(page.header("Content-Security-Policy")).contains("default-src 'none'");
        assertThat(Browser.hiddenFields(page)).containsEntry("state", request.get("state"));
    }

    @Test
    void a_form_without_this_browsers_token_signs_nobody_in() {
        Answer refused = browser.post(
                "/login", Map.of("username", "forecaster", "password", FORECASTER.password(), "client_id", "x"));

        assertThat(refused.locationQuery()).containsEntry("problem", "expired");
        assertThat(browser.get("/login").body()).contains("<label for=\"password\">");
    }

    @Test
    void signing_in_without_a_client_stays_on_this_server() {
        Answer signedIn = browser.submit(browser.get("/login"), "viewer", "viewer-password");

        assertThat(signedIn.location()).endsWith("/login");
        assertThat(browser.get("/login").body()).contains("signed in as <strong>viewer</strong>");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/callback",
                "http://evil.example:80/callback",
                "//evil.example/callback",
                "http://127.0.0.1:8080/elsewhere",
                "http://127.0.0.1:8080/callback/../../evil",
                "http://127.0.0.1:8080/callback?next=x",
                "http://127.0.0.1:8080/callback#fragment",
                "http://127.0.0.1:8080@evil.example/callback",
                "http://127.0.0.1.evil.example/callback",
                "http://localhost.evil.example:8080/callback",
                "http://127.0.0.1:99999/callback",
                "https://127.0.0.1:8080/callback",
                "http://127.0.0.1:8080/callback\r\nLocation: http://evil.example",
                "javascript:alert(1)"
            })
    void a_redirect_uri_that_is_not_registered_is_refused_here_and_never_followed(String redirect) {
        var request = ConsoleApp.request();
        request.put("redirect_uri", redirect);

        Answer beforeSignIn = console.authorize(request);
        browser.submit(browser.get("/login"), "viewer", "viewer-password");
        Answer afterSignIn = console.authorize(request);

        for (Answer refused : new Answer[] {beforeSignIn, afterSignIn}) {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.header("Location")).isEmpty();
            assertThat(refused.text("error")).isEqualTo("invalid_request");
            assertThat(refused.text("error_description")).contains("redirect_uri", "/callback");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:1/callback",
                "http://localhost:65535/callback",
                "http://localhost:8080/docs/oauth2-redirect.html",
                "http://127.0.0.1/docs/oauth2-redirect.html"
            })
    void a_registered_path_on_this_machine_is_accepted_with_any_port(String redirect) {
        var request = ConsoleApp.request();
        request.put("redirect_uri", redirect);

        assertThat(console.signIn(request, FORECASTER).location()).startsWith(redirect + "?code=");
    }

    @Test
    void a_person_sees_a_page_when_a_request_is_refused() {
        var request = ConsoleApp.request();
        request.put("client_id", "nobody");

        Answer refused = browser.get("/oauth2/authorize?" + Browser.encode(request), "Accept", "text/html,*/*");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.header("Content-Type")).startsWith("text/html");
        assertThat(refused.body()).contains("client_id").doesNotContain("Exception", "\tat ");
    }

    @Test
    void the_sign_in_page_does_not_lead_a_signed_in_person_off_this_server() {
        browser.submit(browser.get("/login"), "viewer", "viewer-password");

        Answer onward = browser.get("/login?redirect_uri=https://evil.example/callback&client_id=internal-console");

        assertThat(onward.location())
                .startsWith(IdentityServer.origin(onward.http().uri().getPort()) + "/oauth2/");
        assertThat(browser.get(onward.location()).status()).isEqualTo(400);
    }

    @Test
    void signing_out_ends_the_session_and_returns_to_the_client() {
        console.signIn(ConsoleApp.request(), FORECASTER);

        Answer out = browser.get("/logout?client_id=internal-console&logout_uri=http://127.0.0.1:8080/docs/");

        assertThat(out.location()).isEqualTo("http://127.0.0.1:8080/docs/");
        assertThat(console.authorize(ConsoleApp.request()).location()).contains("/login?");
    }

    @Test
    void the_sign_out_button_works() {
        browser.submit(browser.get("/login"), "viewer", "viewer-password");

        Answer out = browser.post("/logout", Browser.hiddenFields(browser.get("/login")));

        assertThat(browser.get(out.location()).body()).contains("You are signed out.", "<label for=\"password\">");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "client_id=internal-console&logout_uri=https://evil.example/",
                "client_id=internal-console&logout_uri=//evil.example",
                "client_id=internal-console",
                "client_id=nobody&logout_uri=http://127.0.0.1:8080/docs/"
            })
    void signing_out_leads_nowhere_else_and_then_signs_nobody_out(String query) {
        console.signIn(ConsoleApp.request(), FORECASTER);

        Answer refused = browser.get("/logout?" + query);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.header("Location")).isEmpty();
        assertThat(console.authorize(ConsoleApp.request()).location()).contains("?code=");
    }

    @Test
    void an_unknown_path_is_answered_as_json() {
        Answer unknown = browser.get("/nothing/here");

        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.header("Content-Type")).startsWith("application/json");
        assertThat(unknown.text("error_description")).contains(IdentityServer.DISCOVERY_PATH);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/oauth2/introspect", "/oauth2/jwks", "/connect/register", "/connect/logout", "/oauth2/par"})
    void what_cognito_does_not_offer_is_not_offered_here(String path) {
        assertThat(browser.get(path).status()).isEqualTo(404);
    }

    @Test
    void a_foreign_host_name_is_refused(IdentityServer server) throws IOException {
        // A page that rebinds its own name to 127.0.0.1 sends that name.
        assertThat(raw(server, "GET /login HTTP/1.1\r\nHost: rebound.example\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("\"invalid_request\"")
                .doesNotContain("<form");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%zz", "/..%2flogin", "//login", "/login;jsessionid=1"})
    void a_malformed_address_is_refused_without_a_page_of_the_web_server(String path, IdentityServer server)
            throws IOException {
        assertThat(raw(server, "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("application/json", "\"invalid_request\"")
                .doesNotContain("<html", "Jetty");
    }

    /** Sends what no HTTP client would. */
    private static String raw(IdentityServer server, String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((request + "Connection: close\r\n\r\n").getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
    }
}
