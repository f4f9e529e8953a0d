package weather.kwangle.local.identity;

import static org.springframework.security.config.Customizer.withDefaults;
import static org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher.pathPattern;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.jetty.autoconfigure.servlet.JettyServletWebServerAutoConfiguration;
import org.springframework.boot.jetty.servlet.JettyServletWebServerFactory;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.web.error.ErrorPage;
import org.springframework.boot.web.error.ErrorPageRegistrar;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configuration.OAuth2AuthorizationServerConfiguration;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcUserInfoAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.DelegatingOAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.preauth.AbstractPreAuthenticatedProcessingFilter;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.firewall.StrictHttpFirewall;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.savedrequest.NullRequestCache;
import org.springframework.security.web.session.HttpSessionEventPublisher;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;
import org.springframework.web.servlet.config.annotation.EnableWebMvc;

/** Wires the server: Spring Authorization Server for the protocol, and beside it only what makes it look like Cognito. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
@EnableWebMvc
// Exactly what is used, instead of whatever the class path would switch on.
@ImportAutoConfiguration({
    JettyServletWebServerAutoConfiguration.class,
    DispatcherServletAutoConfiguration.class,
    SecurityFilterAutoConfiguration.class
})
@Import({SignInPages.class, PoolPages.class})
class IdentityConfiguration {
    private static final String AUTHORIZE = "/oauth2/authorize";
    private static final String TOKEN = "/oauth2/token";
    private static final String REVOKE = "/oauth2/revoke";
    private static final String USER_INFO = "/oauth2/userInfo";

    /** The protocol's endpoints. What Spring offers and Cognito does not (introspection, …) stays out of reach. */
    @Bean
    @Order(1)
    SecurityFilterChain protocol(
            HttpSecurity http,
            RegisteredClientRepository clients,
            OAuth2AuthorizationService signIns,
            AuthorizationServerSettings settings) {
        var errors = new OAuthErrors();
        return http.securityMatcher(AUTHORIZE, TOKEN, REVOKE, USER_INFO, IdentityServer.KEY_SET_PATH)
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .exceptionHandling(handling -> handling.defaultAuthenticationEntryPointFor(
                                SignInPages::askToSignIn, pathPattern(AUTHORIZE))
                        .defaultAuthenticationEntryPointFor(errors::clientMissing, pathPattern(TOKEN))
                        .defaultAuthenticationEntryPointFor(errors::clientMissing, pathPattern(REVOKE)))
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .logout(AbstractHttpConfigurer::disable)
                .cors(withDefaults())
                .addFilterBefore(new IssuerFilter(settings), HeaderWriterFilter.class)
                .addFilterBefore(new OneAtATimeFilter(TOKEN), AbstractPreAuthenticatedProcessingFilter.class)
                .with(
                        new OAuth2AuthorizationServerConfigurer(),
                        server -> server.clientAuthentication(authentication -> authentication
                                        .authenticationConverter(new PublicClientConverter())
                                        .authenticationProviders(
                                                providers -> providers.addFirst(new PublicClientProvider(clients)))
                                        .errorResponseHandler(errors))
                                .authorizationEndpoint(endpoint -> endpoint.authorizationRequestConverter(
                                                DefaultScopes.ofAuthorizationRequests(clients))
                                        .authenticationProviders(providers -> providers.forEach(provider -> {
                                            if (provider
                                                    instanceof
                                                    OAuth2AuthorizationCodeRequestAuthenticationProvider requests) {
                                                requests.setAuthenticationValidator(new AuthorizationRequestRules());
                                            }
                                        }))
                                        .errorResponseHandler(errors::authorizationRefused))
                                .tokenEndpoint(endpoint -> endpoint.accessTokenRequestConverter(
                                                DefaultScopes.ofClientCredentials())
                                        .errorResponseHandler(errors))
                                .tokenRevocationEndpoint(endpoint -> endpoint.errorResponseHandler(errors))
                                .oidc(oidc -> oidc.userInfoEndpoint(
                                        userInfo -> userInfo.userInfoMapper(IdentityConfiguration::userInfo))))
                .build();
    }

    /** Everything for people, and what needs no protection. */
    @Bean
    @Order(2)
    SecurityFilterChain pages(HttpSecurity http) {
        var csrfCookie = new CookieCsrfTokenRepository();
        csrfCookie.setCookieName("max-weather-identity-csrf");
        return http.authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .formLogin(form -> form.loginPage(SignInPages.SIGN_IN)
                        .successHandler(SignInPages::signedIn)
                        .failureHandler(SignInPages::wrongPassword))
                .exceptionHandling(handling -> handling.accessDeniedHandler(SignInPages::formExpired))
                .csrf(csrf -> csrf.csrfTokenRepository(csrfCookie))
                .requestCache(cache -> cache.requestCache(new NullRequestCache()))
                .logout(AbstractHttpConfigurer::disable)
                .cors(withDefaults())
                .headers(headers -> headers.contentSecurityPolicy(
                        // Browsers hold a form's redirects to form-action too: after sign-in they lead to the client.
                        policy -> policy.policyDirectives("default-src 'none'; style-src 'self'; "
                                + "form-action 'self' http://127.0.0.1:* http://localhost:*; "
                                + "frame-ancestors 'none'; base-uri 'none'")))
                .build();
    }

    /** Other names for this address would let a page of the open web reach the server by DNS rebinding. */
    @Bean
    HttpFirewall firewall() {
        var firewall = new StrictHttpFirewall();
        Set<String> loopback = Set.of("127.0.0.1", "localhost");
        firewall.setAllowedHostnames(loopback::contains);
        return firewall;
    }

    /** Answers at once: a forward to the error page would be rejected for the same reason. */
    @Bean
    RequestRejectedHandler rejected() {
        return (request, response, reason) -> OAuthErrors.write(
                response,
                HttpStatus.BAD_REQUEST,
                OAuth2ErrorCodes.INVALID_REQUEST,
                "The address is malformed, or its host is not 127.0.0.1 or localhost.");
    }

    /** Pages on this machine may exchange codes, refresh and read the keys. Authorization is a navigation, not a call. */
    @Bean
    CorsConfigurationSource corsConfigurationSource() {
        var loopback = new CorsConfiguration();
        loopback.setAllowedOriginPatterns(List.of("http://127.0.0.1:[*]", "http://localhost:[*]"));
        loopback.setAllowedMethods(List.of("GET", "POST"));
        loopback.setAllowedHeaders(List.of("Authorization", "Content-Type", "X-Requested-With"));
        loopback.setAllowCredentials(false);
        loopback.setMaxAge(600L);
        var source = new UrlBasedCorsConfigurationSource();
        for (String path :
                List.of(TOKEN, REVOKE, USER_INFO, IdentityServer.KEY_SET_PATH, IdentityServer.DISCOVERY_PATH)) {
            source.registerCorsConfiguration(path, loopback);
        }
        return source;
    }

    @Bean
    AuthorizationServerSettings settings() {
        return AuthorizationServerSettings.builder()
                .authorizationEndpoint(AUTHORIZE)
                .tokenEndpoint(TOKEN)
                .tokenRevocationEndpoint(REVOKE)
                .oidcUserInfoEndpoint(USER_INFO)
                .jwkSetEndpoint(IdentityServer.KEY_SET_PATH)
                .build();
    }

    @Bean
    RegisteredClientRepository clients() {
        return new InMemoryRegisteredClientRepository(
                LocalClients.all().stream().map(ClientSettingsOfCognito::of).toList());
    }

    @Bean
    OAuth2AuthorizationService signIns() {
        return new SignIns(1_000);
    }

    @Bean
    UserDetailsService users() {
        return username -> LocalUsers.named(username)
                .map(user -> User.withUsername(user.username())
                        .password(user.password())
                        .build())
                .orElseThrow(() -> new UsernameNotFoundException("no such local user"));
    }

    @Bean
    PasswordEncoder passwords() {
        return new PublishedSecrets();
    }

    @Bean
    JWKSource<SecurityContext> keySet(SigningKeys keys) {
        return new ImmutableJWKSet<>(new JWKSet(List.of(keys.idTokens(), keys.accessTokens())));
    }

    @Bean
    OAuth2TokenGenerator<?> tokens(JWKSource<SecurityContext> keySet, SigningKeys keys) {
        var jwts = new JwtGenerator(new NimbusJwtEncoder(keySet));
        jwts.setJwtCustomizer(new CognitoClaims(keys));
        return new DelegatingOAuth2TokenGenerator(jwts, new RotatingRefreshTokens(Clock.systemUTC()));
    }

    @Bean
    JwtDecoder accessTokensAtUserInfo(JWKSource<SecurityContext> keySet) {
        return OAuth2AuthorizationServerConfiguration.jwtDecoder(keySet);
    }

    private static OidcUserInfo userInfo(OidcUserInfoAuthenticationContext context) {
        LocalUser user = LocalUsers.named(context.getAuthorization().getPrincipalName())
                .orElseThrow(() -> new IllegalStateException("signed in, yet no local user"));
        return new OidcUserInfo(Map.of("sub", user.subject().toString(), "username", user.username()));
    }

    @Bean
    ErrorPageRegistrar errorPages() {
        return registry -> registry.addErrorPages(new ErrorPage(PoolPages.ERROR));
    }

    /** What is too malformed to reach the application is refused in the same form, in place of the web server's page. */
    @Bean
    WebServerFactoryCustomizer<JettyServletWebServerFactory> plainRefusals() {
        return factory -> factory.addServerCustomizers(server -> server.setErrorHandler((request, response, done) -> {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, MediaType.APPLICATION_JSON_VALUE);
            Content.Sink.write(
                    response,
                    true,
                    "{\"error\":\"invalid_request\",\"error_description\":\"The request is malformed or too large.\"}",
                    done);
            return true;
        }));
    }

    /** Jetty's memory of a connection's headers ignores case: a secret would be taken for the one before it. */
    @Bean
    WebServerFactoryCustomizer<JettyServletWebServerFactory> headersAsSent() {
        return factory -> factory.addServerCustomizers(server -> Arrays.stream(server.getConnectors())
                .map(connector -> connector.getConnectionFactory(HttpConnectionFactory.class))
                .forEach(http -> http.getHttpConfiguration().setHeaderCacheSize(0)));
    }

    /** Lets the protocol's session list forget a session when it ends. */
    @Bean
    HttpSessionEventPublisher endedSessions() {
        return new HttpSessionEventPublisher();
    }
}
