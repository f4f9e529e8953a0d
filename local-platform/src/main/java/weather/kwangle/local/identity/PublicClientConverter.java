package weather.kwangle.local.identity;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Recognises a client without a secret that refreshes or revokes: it can only name itself (RFC 6749 sections 3.2.1 and
 * 6, RFC 7009 section 2.1), and the refresh token is its proof. The framework covers the exchange of a code alone.
 */
final class PublicClientConverter implements AuthenticationConverter {
    /** Marks what this converter made, so that {@link PublicClientProvider} lets nothing else pass. */
    static final String PROVED_BY_TOKEN = "proved-by-token";

    @Override
    public @Nullable Authentication convert(HttpServletRequest request) {
        boolean refreshes = "refresh_token".equals(request.getParameter("grant_type"));
        boolean revokes = request.getServletPath().endsWith("/revoke") && request.getParameter("token") != null;
        if (!(refreshes || revokes)
                || request.getHeader(HttpHeaders.AUTHORIZATION) != null
                || request.getParameter("client_secret") != null) {
            return null;
        }
        String[] clientId = request.getParameterValues("client_id");
        if (clientId == null) {
            return null;
        }
        if (clientId.length != 1 || clientId[0].isBlank()) {
            throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_REQUEST);
        }
        return new OAuth2ClientAuthenticationToken(
                clientId[0], ClientAuthenticationMethod.NONE, null, Map.of(PROVED_BY_TOKEN, true));
    }
}
