package weather.kwangle.local.identity;

import java.time.Duration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/** Turns a {@link LocalClient} into the registration that Cognito would hold, with the same lifetimes. */
final class ClientSettingsOfCognito {
    private static final Duration CODE = Duration.ofMinutes(5);
    private static final Duration ACCESS_TOKEN = Duration.ofHours(1);
    private static final Duration REFRESH_TOKEN = Duration.ofDays(30);

    private ClientSettingsOfCognito() {}

    static RegisteredClient of(LocalClient client) {
        var registration = RegisteredClient.withId(client.id())
                .clientId(client.id())
                .scopes(scopes -> scopes.addAll(client.tokenScopes()))
                .tokenSettings(TokenSettings.builder()
                        .authorizationCodeTimeToLive(CODE)
                        .accessTokenTimeToLive(ACCESS_TOKEN)
                        .refreshTokenTimeToLive(REFRESH_TOKEN)
                        .reuseRefreshTokens(false)
                        .build());
        if (client.secret().isPresent()) {
            return registration
                    .clientSecret(client.secret().get())
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
                    .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                    .build();
        }
        return registration
                .clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
                .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
                .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
                .scope(OidcScopes.OPENID)
                .redirectUris(uris -> uris.addAll(LoopbackUris.REDIRECTS.withoutPort()))
                .clientSettings(ClientSettings.builder()
                        .requireProofKey(true)
                        .requireAuthorizationConsent(false)
                        .build())
                .build();
    }
}
