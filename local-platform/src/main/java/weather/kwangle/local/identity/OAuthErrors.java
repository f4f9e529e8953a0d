package weather.kwangle.local.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.http.converter.OAuth2ErrorHttpMessageConverter;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.util.StringUtils;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriUtils;

/** Answers failures as RFC 6749 section 5.2 (JSON) and section 4.1.2.1 (redirect) have it, and says what to do. */
final class OAuthErrors implements AuthenticationFailureHandler {
    private static final String PARAMETER = "Parameter: ";
    private static final OAuth2ErrorHttpMessageConverter JSON = new OAuth2ErrorHttpMessageConverter();

    /** The token and revocation endpoints, and client authentication at both. */
    @Override
    public void onAuthenticationFailure(
            HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        OAuth2Error error = failure instanceof OAuth2AuthenticationException oauth
                ? oauth.getError()
                : new OAuth2Error(OAuth2ErrorCodes.SERVER_ERROR);
        String code = error.getErrorCode();
        boolean clientRefused = code.equals(OAuth2ErrorCodes.INVALID_CLIENT);
        if (clientRefused) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"max-weather\"");
        }
        write(response, clientRefused ? HttpStatus.UNAUTHORIZED : HttpStatus.BAD_REQUEST, code, describe(error));
    }

    /** A request to those endpoints that names no client at all, or comes by another method. */
    void clientMissing(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        if (request.getMethod().equals(HttpMethod.POST.name())) {
            onAuthenticationFailure(
                    request, response, new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT));
        } else {
            response.setHeader(HttpHeaders.ALLOW, HttpMethod.POST.name());
            write(
                    response,
                    HttpStatus.METHOD_NOT_ALLOWED,
                    OAuth2ErrorCodes.INVALID_REQUEST,
                    "Send a POST with a form (application/x-www-form-urlencoded).");
        }
    }

    /** The authorization endpoint: back to the client, unless it is the client or its address that is wrong. */
    void authorizationRefused(HttpServletRequest request, HttpServletResponse response, AuthenticationException failure)
            throws IOException {
        var refused = (OAuth2AuthorizationCodeRequestAuthenticationException) failure;
        OAuth2AuthorizationCodeRequestAuthenticationToken asked = refused.getAuthorizationCodeRequestAuthentication();
        OAuth2Error error = refused.getError();
        String redirect = asked == null ? null : asked.getRedirectUri();
        if (asked == null || redirect == null || !LoopbackUris.REDIRECTS.allow(redirect)) {
            refuseHere(request, response, error);
            return;
        }
        var target = UriComponentsBuilder.fromUriString(redirect)
                .queryParam(OAuth2ParameterNames.ERROR, error.getErrorCode())
                .queryParam(OAuth2ParameterNames.ERROR_DESCRIPTION, UriUtils.encode(describe(error), UTF_8));
        if (StringUtils.hasText(asked.getState())) {
            target.queryParam(OAuth2ParameterNames.STATE, UriUtils.encode(asked.getState(), UTF_8));
        }
        response.sendRedirect(target.build(true).toUriString());
    }

    private static void refuseHere(HttpServletRequest request, HttpServletResponse response, OAuth2Error error)
            throws IOException {
        String accept = Objects.requireNonNullElse(request.getHeader(HttpHeaders.ACCEPT), "");
        if (accept.contains(MediaType.TEXT_HTML_VALUE)) {
            SignInPages.refuse(response, describe(error));
        } else {
            write(response, HttpStatus.BAD_REQUEST, error.getErrorCode(), describe(error));
        }
    }

    static void write(HttpServletResponse response, HttpStatus status, String code, String description)
            throws IOException {
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        var http = new ServletServerHttpResponse(response);
        http.setStatusCode(status);
        JSON.write(new OAuth2Error(code, description, null), MediaType.APPLICATION_JSON, http);
    }

    private static String describe(OAuth2Error error) {
        String said = error.getDescription();
        return switch (error.getErrorCode()) {
            case OAuth2ErrorCodes.INVALID_GRANT ->
                "The code or refresh token is unknown, expired, already used or another client's, or redirect_uri or "
                        + "code_verifier is not the one of its authorization request. Sign in again.";
            case OAuth2ErrorCodes.INVALID_CLIENT ->
                "Unknown client, or not its secret. Send client_id and client_secret by HTTP Basic or in the form; "
                        + "a public client sends client_id alone, with code_verifier, refresh_token or token.";
            case OAuth2ErrorCodes.INVALID_SCOPE ->
                "A requested scope is not the client's. Scopes look like " + LocalClients.RESOURCE_SERVER
                        + "/read:forecast; without the parameter all of the client's are granted.";
            case OAuth2ErrorCodes.UNAUTHORIZED_CLIENT -> "The client may not use this grant.";
            case OAuth2ErrorCodes.UNSUPPORTED_GRANT_TYPE ->
                "grant_type is one of authorization_code, refresh_token, client_credentials.";
            case OAuth2ErrorCodes.UNSUPPORTED_RESPONSE_TYPE -> "response_type is code.";
            default -> explain(said);
        };
    }

    private static String explain(@Nullable String said) {
        if (said == null) {
            return "A parameter is missing, repeated or malformed.";
        }
        // The framework says "OAuth 2.0 Parameter: <name>" or "OAuth 2.0 Token Revocation Parameter: <name>".
        int name = said.indexOf(PARAMETER);
        if (name < 0) {
            return said;
        }
        String parameter = said.substring(name + PARAMETER.length());
        return switch (parameter) {
            case "code_challenge" -> "code_challenge is missing: sign-in needs PKCE (RFC 7636) with method S256.";
            case "code_challenge_method" -> "code_challenge_method is S256, nothing else.";
            case "client_id" -> "client_id is missing, repeated or names no client.";
            default -> parameter + " is missing, repeated or malformed.";
        };
    }
}
