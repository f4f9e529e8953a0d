package weather.kwangle.local.identity;

import java.util.Set;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientCredentialsAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationCodeRequestAuthenticationConverter;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2ClientCredentialsAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads a request that names no scope as one for every scope of its client, as Cognito does (RFC 6749 section 3.3 leaves
 * the default to the server). The framework would grant none.
 */
final class DefaultScopes {
    private DefaultScopes() {}

    static AuthenticationConverter ofClientCredentials() {
        var converter = new OAuth2ClientCredentialsAuthenticationConverter();
        return http -> {
            if (!(converter.convert(http) instanceof OAuth2ClientCredentialsAuthenticationToken request)) {
                return null;
            }
            if (!request.getScopes().isEmpty()
                    || !(request.getPrincipal() instanceof OAuth2ClientAuthenticationToken caller)) {
                return request;
            }
            RegisteredClient client = caller.getRegisteredClient();
            return client == null
                    ? request
                    : new OAuth2ClientCredentialsAuthenticationToken(
                            caller, client.getScopes(), request.getAdditionalParameters());
        };
    }

    static AuthenticationConverter ofAuthorizationRequests(RegisteredClientRepository clients) {
        var converter = new OAuth2AuthorizationCodeRequestAuthenticationConverter();
        return http -> {
            if (!(converter.convert(http) instanceof OAuth2AuthorizationCodeRequestAuthenticationToken request)) {
                return null;
            }
            RegisteredClient client = clients.findByClientId(request.getClientId());
            if (client == null || !request.getScopes().isEmpty()) {
                return request;
            }
            Set<String> all = client.getScopes();
            return new OAuth2AuthorizationCodeRequestAuthenticationToken(
                    request.getAuthorizationUri(),
                    request.getClientId(),
                    (Authentication) request.getPrincipal(),
                    request.getRedirectUri(),
                    request.getState(),
                    all,
                    request.getAdditionalParameters());
        };
    }
}
