package weather.kwangle.local.identity;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What programs read beside the protocol: discovery, readiness, and errors that no endpoint explained itself. */
@RestController
final class PoolPages {
    static final String ERROR = "/error";

    /**
     * The pool's discovery document. The framework's own would place the hosted domain's endpoints below the issuer.
     *
     * @see <a href="https://openid.net/specs/openid-connect-discovery-1_0.html#ProviderMetadata">OpenID Connect
     *     Discovery section 3</a>
     */
    @GetMapping(IdentityServer.DISCOVERY_PATH)
    Map<String, Object> discovery(HttpServletRequest request) {
        String domain = IdentityServer.origin(request.getLocalPort());
        var scopes = new TreeSet<String>(List.of("openid"));
        LocalClients.all().forEach(client -> scopes.addAll(client.tokenScopes()));
        return Map.ofEntries(
                Map.entry("issuer", IdentityServer.issuer(request.getLocalPort())),
                Map.entry("jwks_uri", domain + IdentityServer.KEY_SET_PATH),
                Map.entry("authorization_endpoint", domain + "/oauth2/authorize"),
                Map.entry("token_endpoint", domain + "/oauth2/token"),
                Map.entry("revocation_endpoint", domain + "/oauth2/revoke"),
                Map.entry("userinfo_endpoint", domain + "/oauth2/userInfo"),
                Map.entry("end_session_endpoint", domain + "/logout"),
                Map.entry("response_types_supported", List.of("code")),
                Map.entry(
                        "grant_types_supported", List.of("authorization_code", "refresh_token", "client_credentials")),
                Map.entry("code_challenge_methods_supported", List.of("S256")),
                Map.entry("scopes_supported", scopes),
                Map.entry("subject_types_supported", List.of("public")),
                Map.entry("id_token_signing_alg_values_supported", List.of("RS256")),
                Map.entry(
                        "token_endpoint_auth_methods_supported",
                        List.of("client_secret_basic", "client_secret_post", "none")));
    }

    @GetMapping("/ready")
    Map<String, String> ready() {
        return Map.of("status", "ready");
    }

    @RequestMapping(ERROR)
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object code = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        HttpStatus resolved = code instanceof Integer number ? HttpStatus.resolve(number) : HttpStatus.NOT_FOUND;
        HttpStatus status = resolved == null ? HttpStatus.INTERNAL_SERVER_ERROR : resolved;
        String error = status.is5xxServerError() ? OAuth2ErrorCodes.SERVER_ERROR : OAuth2ErrorCodes.INVALID_REQUEST;
        String description = switch (status) {
            case NOT_FOUND -> "Nothing is served here. " + IdentityServer.DISCOVERY_PATH + " lists the endpoints.";
            case METHOD_NOT_ALLOWED -> "This path does not answer " + request.getMethod() + ".";
            case SERVICE_UNAVAILABLE -> "Too many requests at once. Try again in a second.";
            default -> status.getReasonPhrase() + ".";
        };
        OAuthErrors.write(response, status, error, description);
    }
}
