package weather.kwangle.local.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.logout.SecurityContextLogoutHandler;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The pages that people see: sign in, signed in, and why a request was refused. They work without scripts. */
@Controller
final class SignInPages {
    static final String SIGN_IN = "/login";
    private static final String SIGN_OUT = "/logout";
    private static final String STYLE = "/sign-in.css";
    private static final String AUTHORIZE = "/oauth2/authorize";

    private static final Template PAGE = template("sign-in.html");

    /** Why the form is shown again. */
    private enum Problem {
        PASSWORD("That user name and password do not belong together. Please try again."),
        EXPIRED("This page was open for too long, or your browser refuses cookies. Please sign in again.");

        private final String message;

        Problem(String message) {
            this.message = message;
        }

        static @Nullable String messageOf(@Nullable String name) {
            for (Problem problem : values()) {
                if (problem.name().equalsIgnoreCase(name)) {
                    return problem.message;
                }
            }
            return null;
        }
    }

    /** What the template shows; a section whose value is null is left out. */
    private record Page(
            String title,
            @Nullable Form form,
            @Nullable String refusal,
            @Nullable SignedIn signedIn,
            @Nullable String notice) {}

    private record Form(
            String csrfName,
            String csrfToken,
            String client,
            @Nullable String problem,
            List<Map.Entry<String, String>> hidden,
            List<Hint> users) {}

    private record Hint(String username, String password, String groups) {}

    private record SignedIn(String username, String csrfName, String csrfToken) {}

    @GetMapping(SIGN_IN)
    @Nullable
    ResponseEntity<String> signIn(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Authentication person,
            CsrfToken csrf,
            @RequestParam(required = false) @Nullable String problem,
            @RequestParam(name = "signed-out", required = false) @Nullable String signedOut)
            throws IOException {
        var query = AuthorizeQuery.of(request);
        if (person == null) {
            String notice = signedOut == null ? null : "You are signed out.";
            return html(new Page("Sign in", form(query, csrf, problem), null, null, notice));
        }
        if (query.isEmpty()) {
            var signedIn = new SignedIn(person.getName(), csrf.getParameterName(), csrf.getToken());
            return html(new Page("Signed in", null, null, signedIn, null));
        }
        response.sendRedirect(query.at(AUTHORIZE));
        return null;
    }

    /**
     * Signs out and leads on to {@code logout_uri}, as a Cognito domain does for its clients. A wrong client or address
     * changes nothing.
     *
     * @see <a href="https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html">Logout endpoint</a>
     */
    @GetMapping(SIGN_OUT)
    void signOutForClient(
            HttpServletRequest request,
            HttpServletResponse response,
            @Nullable Authentication person,
            @RequestParam(name = "client_id", defaultValue = "") String clientId,
            @RequestParam(name = "logout_uri", defaultValue = "") String target)
            throws IOException {
        if (!clientId.equals(LocalClients.INTERNAL_CONSOLE) || !LoopbackUris.AFTER_SIGN_OUT.allow(target)) {
            refuse(
                    response,
                    "Signing out needs client_id=" + LocalClients.INTERNAL_CONSOLE
                            + " and logout_uri=http://127.0.0.1:<port> followed by "
                            + String.join(" or ", LoopbackUris.AFTER_SIGN_OUT.sortedPaths()));
            return;
        }
        new SecurityContextLogoutHandler().logout(request, response, person);
        response.sendRedirect(target);
    }

    @PostMapping(SIGN_OUT)
    void signOut(HttpServletRequest request, HttpServletResponse response, @Nullable Authentication person)
            throws IOException {
        new SecurityContextLogoutHandler().logout(request, response, person);
        response.sendRedirect(SIGN_IN + "?signed-out");
    }

    @GetMapping(STYLE)
    ResponseEntity<Resource> style() {
        return ResponseEntity.ok()
                .contentType(new MediaType("text", "css", UTF_8))
                .cacheControl(CacheControl.maxAge(Duration.ofMinutes(10)))
                .body(new ClassPathResource("sign-in.css", SignInPages.class));
    }

    static void askToSignIn(HttpServletRequest request, HttpServletResponse response, AuthenticationException nobody)
            throws IOException {
        response.sendRedirect(AuthorizeQuery.of(request).at(SIGN_IN));
    }

    static void signedIn(HttpServletRequest request, HttpServletResponse response, Authentication person)
            throws IOException {
        var query = AuthorizeQuery.of(request);
        response.sendRedirect(query.isEmpty() ? SIGN_IN : query.at(AUTHORIZE));
    }

    static void wrongPassword(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        showAgain(request, response, Problem.PASSWORD);
    }

    /** A form without the token of this browser's cookie (cross-site request forgery, or a page left open). */
    static void formExpired(HttpServletRequest request, HttpServletResponse response, AccessDeniedException denied)
            throws IOException {
        showAgain(request, response, Problem.EXPIRED);
    }

    static void refuse(HttpServletResponse response, String reason) throws IOException {
        response.setStatus(HttpStatus.BAD_REQUEST.value());
        response.setContentType(MediaType.TEXT_HTML_VALUE);
        response.setCharacterEncoding(UTF_8);
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        response.getWriter().write(PAGE.execute(new Page("Request refused", null, reason, null, null)));
    }

    private static void showAgain(HttpServletRequest request, HttpServletResponse response, Problem problem)
            throws IOException {
        response.sendRedirect(AuthorizeQuery.of(request)
                .at(SIGN_IN, Map.of("problem", problem.name().toLowerCase(Locale.ROOT))));
    }

    private static Form form(AuthorizeQuery query, CsrfToken csrf, @Nullable String problem) {
        return new Form(
                csrf.getParameterName(),
                csrf.getToken(),
                Objects.requireNonNullElse(query.parameters().get("client_id"), ""),
                Problem.messageOf(problem),
                List.copyOf(query.parameters().entrySet()),
                LocalUsers.all().stream()
                        .map(user -> new Hint(
                                user.username(),
                                user.password(),
                                user.groups().isEmpty() ? "no group" : String.join(", ", user.groups())))
                        .toList());
    }

    private static ResponseEntity<String> html(Page page) {
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_HTML, UTF_8))
                .cacheControl(CacheControl.noStore())
                .body(PAGE.execute(page));
    }

    private static Template template(String name) {
        try (var text = new InputStreamReader(
                Objects.requireNonNull(SignInPages.class.getResourceAsStream(name), name), UTF_8)) {
            return Mustache.compiler().escapeHTML(true).compile(text);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
