package weather.kwangle.infra;

import java.util.List;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cognito.AccountRecovery;
import software.amazon.awscdk.services.cognito.AuthFlow;
import software.amazon.awscdk.services.cognito.AutoVerifiedAttrs;
import software.amazon.awscdk.services.cognito.CfnManagedLoginBranding;
import software.amazon.awscdk.services.cognito.CfnUserPoolGroup;
import software.amazon.awscdk.services.cognito.CognitoDomainOptions;
import software.amazon.awscdk.services.cognito.FeaturePlan;
import software.amazon.awscdk.services.cognito.ManagedLoginVersion;
import software.amazon.awscdk.services.cognito.Mfa;
import software.amazon.awscdk.services.cognito.MfaSecondFactor;
import software.amazon.awscdk.services.cognito.OAuthFlows;
import software.amazon.awscdk.services.cognito.OAuthScope;
import software.amazon.awscdk.services.cognito.OAuthSettings;
import software.amazon.awscdk.services.cognito.PasswordPolicy;
import software.amazon.awscdk.services.cognito.ResourceServerScope;
import software.amazon.awscdk.services.cognito.SignInAliases;
import software.amazon.awscdk.services.cognito.StandardAttribute;
import software.amazon.awscdk.services.cognito.StandardAttributes;
import software.amazon.awscdk.services.cognito.StandardThreatProtectionMode;
import software.amazon.awscdk.services.cognito.UserPool;
import software.amazon.awscdk.services.cognito.UserPoolClient;
import software.amazon.awscdk.services.cognito.UserPoolClientIdentityProvider;
import software.amazon.awscdk.services.cognito.UserPoolClientOptions;
import software.amazon.awscdk.services.cognito.UserPoolDomain;
import software.amazon.awscdk.services.cognito.UserPoolDomainOptions;
import software.amazon.awscdk.services.cognito.UserPoolResourceServer;
import software.amazon.awscdk.services.cognito.UserPoolResourceServerOptions;
import software.constructs.Construct;

/**
 * Who signs in and which clients there are: the user pool, the API's scopes, and the app clients that are our own. Clients
 * of partners come and go without a deployment.
 */
final class IdentityStack extends PlatformStack {
    private static final ResourceServerScope READ = scope("read:forecast", "Forecasts, current conditions and places");
    private static final ResourceServerScope WRITE = scope("write:forecast", "Forecasts in batches");
    private static final Duration ACCESS_TOKEN = Duration.hours(1);

    private final UserPool userPool;

    IdentityStack(Construct scope, EnvironmentSettings settings) {
        super(scope, settings, "identity", "user pool, scopes and app clients");
        this.userPool = createUserPool();
        UserPoolDomain domain = userPool.addDomain(
                "Domain",
                UserPoolDomainOptions.builder()
                        .cognitoDomain(CognitoDomainOptions.builder()
                                .domainPrefix(settings.signIn().domainPrefix())
                                .build())
                        .managedLoginVersion(ManagedLoginVersion.NEWER_MANAGED_LOGIN)
                        .build());
        UserPoolResourceServer api = userPool.addResourceServer(
                "Api",
                UserPoolResourceServerOptions.builder()
                        .identifier(Names.RESOURCE_SERVER)
                        .userPoolResourceServerName("Max Weather API")
                        .scopes(List.of(READ, WRITE))
                        .build());
        UserPoolClient console = console(api);
        UserPoolClient smokeTest = smokeTest(api);
        // Widens what its members may do with the console, as the access policy says.
        CfnUserPoolGroup.Builder.create(this, "Forecasters")
                .userPoolId(userPool.getUserPoolId())
                .groupName("forecasters")
                .description("May ask for forecasts in batches")
                .build();
        output("UserPoolId", userPool.getUserPoolId());
        output("TokenEndpoint", domain.baseUrl() + "/oauth2/token");
        output("ConsoleClientId", console.getUserPoolClientId());
        output("SmokeTestClientId", smokeTest.getUserPoolClientId());
    }

    UserPool userPool() {
        return userPool;
    }

    /** The only issuer whose tokens the authorizer believes; its keys are at {@code /.well-known/jwks.json} below it. */
    String issuer() {
        return "https://cognito-idp." + settings().region() + ".amazonaws.com/" + userPool.getUserPoolId();
    }

    private UserPool createUserPool() {
        return UserPool.Builder.create(this, "UserPool")
                .userPoolName(names().userPool())
                // Threat protection comes with this plan only. It is paid by user, and the users are our own staff.
                .featurePlan(FeaturePlan.PLUS)
                .standardThreatProtectionMode(StandardThreatProtectionMode.FULL_FUNCTION)
                .selfSignUpEnabled(false)
                .signInAliases(
                        SignInAliases.builder().username(true).email(true).build())
                .signInCaseSensitive(false)
                .standardAttributes(StandardAttributes.builder()
                        .email(StandardAttribute.builder()
                                .required(true)
                                .mutable(true)
                                .build())
                        .build())
                .autoVerify(AutoVerifiedAttrs.builder().email(true).build())
                .accountRecovery(AccountRecovery.EMAIL_ONLY)
                .passwordPolicy(PasswordPolicy.builder()
                        .minLength(14)
                        .requireLowercase(true)
                        .requireUppercase(true)
                        .requireDigits(true)
                        .requireSymbols(true)
                        .passwordHistorySize(5)
                        .tempPasswordValidity(Duration.days(3))
                        .build())
                .mfa(Mfa.REQUIRED)
                .mfaSecondFactor(MfaSecondFactor.builder().otp(true).sms(false).build())
                .deletionProtection(settings().isProduction())
                .removalPolicy(settings().kept())
                .build();
    }

    /** A browser application has no secret to keep: the code flow, with PKCE, which a client without secret must use. */
    private UserPoolClient console(UserPoolResourceServer api) {
        UserPoolClient client = userPool.addClient(
                "Console",
                lifetimes()
                        .userPoolClientName("internal-console")
                        .generateSecret(false)
                        .oAuth(OAuthSettings.builder()
                                .flows(OAuthFlows.builder()
                                        .authorizationCodeGrant(true)
                                        .build())
                                .scopes(List.of(
                                        OAuthScope.OPENID,
                                        OAuthScope.resourceServer(api, READ),
                                        OAuthScope.resourceServer(api, WRITE)))
                                .callbackUrls(settings().signIn().callbackUrls())
                                .logoutUrls(settings().signIn().logoutUrls())
                                .build())
                        // Named, because the defaults allow refreshing without rotation.
                        .authFlows(AuthFlow.builder().userSrp(true).build())
                        .refreshTokenValidity(Duration.days(30))
                        // For a browser whose connection broke before it had the new token.
                        .refreshTokenRotationGracePeriod(Duration.seconds(10))
                        .build());
        // Without a style of its own Cognito shows the client no sign-in page at all.
        CfnManagedLoginBranding.Builder.create(this, "SignInPage")
                .userPoolId(userPool.getUserPoolId())
                .clientId(client.getUserPoolClientId())
                .useCognitoProvidedValues(true)
                .build();
        return client;
    }

    /** The client that ci/smoke.sh is. Cognito makes its secret up, and whoever may describe the client can read it. */
    private UserPoolClient smokeTest(UserPoolResourceServer api) {
        return userPool.addClient(
                "SmokeTest",
                lifetimes()
                        .userPoolClientName("smoke-test")
                        .generateSecret(true)
                        .oAuth(OAuthSettings.builder()
                                .flows(OAuthFlows.builder()
                                        .clientCredentials(true)
                                        .build())
                                .scopes(List.of(OAuthScope.resourceServer(api, READ)))
                                .build())
                        .build());
    }

    private static UserPoolClientOptions.Builder lifetimes() {
        return UserPoolClientOptions.builder()
                .accessTokenValidity(ACCESS_TOKEN)
                .idTokenValidity(ACCESS_TOKEN)
                .enableTokenRevocation(true)
                .preventUserExistenceErrors(true)
                .supportedIdentityProviders(List.of(UserPoolClientIdentityProvider.COGNITO));
    }

    private static ResourceServerScope scope(String name, String description) {
        return ResourceServerScope.Builder.create()
                .scopeName(name)
                .scopeDescription(description)
                .build();
    }

    private void output(String id, String value) {
        CfnOutput.Builder.create(this, id).value(value).build();
    }
}
