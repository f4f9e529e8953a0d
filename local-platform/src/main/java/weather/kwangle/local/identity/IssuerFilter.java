package weather.kwangle.local.identity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Names the issuer by the port that the connection came in on. The framework wants it either before the port is known
 * or from the request's Host header, which a caller chooses.
 */
final class IssuerFilter extends OncePerRequestFilter {
    private final AuthorizationServerSettings settings;

    IssuerFilter(AuthorizationServerSettings settings) {
        this.settings = settings;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        // The framework's own filter, further out, takes the context away again.
        AuthorizationServerContextHolder.setContext(
                new OfPort(IdentityServer.issuer(request.getLocalPort()), settings));
        chain.doFilter(request, response);
    }

    private record OfPort(String issuer, AuthorizationServerSettings settings) implements AuthorizationServerContext {
        @Override
        public String getIssuer() {
            return issuer;
        }

        @Override
        public AuthorizationServerSettings getAuthorizationServerSettings() {
            return settings;
        }
    }
}
