package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IdentityStackTest {
    private final StackTemplate identity = CloudAssembly.production().stack("max-weather-identity");
    private final StackTemplate.Resource pool = identity.resource("AWS::Cognito::UserPool");
    private final StackTemplate.Resource server = identity.resource("AWS::Cognito::UserPoolResourceServer");

    @Test
    void theUserPoolHasTheDocumentsName() {
        assertThat(pool.text("UserPoolName")).isEqualTo("max-weather-users");
        assertThat(CloudAssembly.staging()
                        .stack("max-weather-staging-identity")
                        .resource("AWS::Cognito::UserPool")
                        .text("UserPoolName"))
                .isEqualTo("max-weather-staging-users");
    }

    @Test
    void onlyAdministratorsMakeUsersAndEachNeedsALongPasswordAndACodeFromAnAuthenticator() {
        assertThat(pool.property("AdminCreateUserConfig", "AllowAdminCreateUserOnly")
                        .asBoolean())
                .isTrue();
        JsonNode password = pool.property("Policies", "PasswordPolicy");
        assertThat(password.path("MinimumLength").asInt()).isEqualTo(14);
        for (String kind : new String[] {"RequireLowercase", "RequireUppercase", "RequireNumbers", "RequireSymbols"}) {
            assertThat(password.path(kind).asBoolean()).as(kind).isTrue();
        }
        assertThat(pool.text("MfaConfiguration")).isEqualTo("ON");
        assertThat(texts(pool.property("EnabledMfas"))).containsExactly("SOFTWARE_TOKEN_MFA");
    }

    @Test
    void signInsThatLookLikeAttacksAreRefused() {
        assertThat(pool.text("UserPoolTier")).isEqualTo("PLUS");
        assertThat(pool.text("UserPoolAddOns", "AdvancedSecurityMode")).isEqualTo("ENFORCED");
    }

    @Test
    void productionsUsersCannotBeDeletedByMistake() {
        assertThat(pool.text("DeletionProtection")).isEqualTo("ACTIVE");
        assertThat(pool.definition().path("DeletionPolicy").asText()).isEqualTo("RetainExceptOnCreate");
    }

    @Test
    void theScopesAreThoseThatTheAccessPolicyAsksFor() {
        assertThat(server.text("Identifier"))
                .isEqualTo(ProductDocuments.POLICY.path("resourceServer").asText());
        Set<String> asked = new TreeSet<>();
        ProductDocuments.POLICY.path("operations").forEach(operation -> {
            asked.addAll(texts(operation.path("allOf")));
            asked.addAll(texts(operation.path("anyOf")));
        });
        assertThat(server.property("Scopes").findValuesAsText("ScopeName"))
                .containsExactlyInAnyOrderElementsOf(asked)
                .containsExactlyInAnyOrder("read:forecast", "write:forecast");
    }

    @Test
    void everyGroupThatTheAccessPolicyNamesIsThere() {
        Set<String> named = new TreeSet<>();
        ProductDocuments.POLICY
                .path("clients")
                .forEach(client -> client.path("groups").fieldNames().forEachRemaining(named::add));
        assertThat(identity.resources("AWS::Cognito::UserPoolGroup"))
                .extracting(group -> group.text("GroupName"))
                .containsExactlyInAnyOrderElementsOf(named)
                .isNotEmpty();
    }

    @Test
    void aBrowserApplicationSignsUsersInByCodeAloneWithoutASecret() {
        StackTemplate.Resource console = client("internal-console");
        assertThat(texts(console.property("AllowedOAuthFlows"))).containsExactly("code");
        assertThat(console.property("GenerateSecret").asBoolean(true)).isFalse();
        assertThat(texts(console.property("CallbackURLs"))).containsExactly("https://console.kwangle.weather/callback");
        assertThat(texts(console.property("LogoutURLs"))).containsExactly("https://console.kwangle.weather/");
        assertThat(texts(console.property("ExplicitAuthFlows"))).containsExactly("ALLOW_USER_SRP_AUTH");
        assertThat(texts(console.property("AllowedOAuthScopes")).stream()
                        .map(scope -> scope.replace("${" + server.logicalId() + "}", "api")))
                .containsExactly("openid", "api/read:forecast", "api/write:forecast");
    }

    @Test
    void aRefreshTokenLivesThirtyDaysAndIsNewAfterEachUse() {
        StackTemplate.Resource console = client("internal-console");
        assertThat(minutes(console, "RefreshToken")).isEqualTo(30 * 24 * 60);
        assertThat(console.text("RefreshTokenRotation", "Feature")).isEqualTo("ENABLED");
    }

    @Test
    void theSmokeTestIsAClientWithASecretOfCognitosThatReadsOnly() {
        StackTemplate.Resource smokeTest = client("smoke-test");
        assertThat(texts(smokeTest.property("AllowedOAuthFlows"))).containsExactly("client_credentials");
        assertThat(smokeTest.property("GenerateSecret").asBoolean()).isTrue();
        assertThat(texts(smokeTest.property("AllowedOAuthScopes")))
                .singleElement()
                .asString()
                .endsWith("/read:forecast");
    }

    @Test
    void everyClientsAccessTokenLivesAnHourAndCanBeRevokedAndTellsNobodyWhichUsersThereAre() {
        assertThat(identity.resources("AWS::Cognito::UserPoolClient"))
                .hasSize(2)
                .allSatisfy(client -> {
                    assertThat(minutes(client, "AccessToken")).isEqualTo(60);
                    assertThat(minutes(client, "IdToken")).isEqualTo(60);
                    assertThat(client.property("EnableTokenRevocation").asBoolean())
                            .isTrue();
                    assertThat(client.text("PreventUserExistenceErrors")).isEqualTo("ENABLED");
                });
    }

    @Test
    void theTokenEndpointIsTheOneThatTheContractPublishes() {
        Set<String> published =
                ProductDocuments.CONTRACT
                        .at("/components/securitySchemes/oauth2/flows")
                        .findValuesAsText("tokenUrl")
                        .stream()
                        .collect(Collectors.toSet());
        StackTemplate.Resource domain = identity.resource("AWS::Cognito::UserPoolDomain");
        assertThat(published)
                .containsExactly("https://" + domain.text("Domain") + ".auth.us-east-1.amazoncognito.com/oauth2/token");
        assertThat(StackTemplate.text(identity.root().at("/Outputs/TokenEndpoint/Value")))
                .isEqualTo("https://${" + domain.logicalId() + "}.auth.us-east-1.amazoncognito.com/oauth2/token");
    }

    private StackTemplate.Resource client(String name) {
        return identity.resources("AWS::Cognito::UserPoolClient").stream()
                .filter(client -> client.text("ClientName").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static int minutes(StackTemplate.Resource client, String token) {
        assertThat(client.text("TokenValidityUnits", token)).isEqualTo("minutes");
        return client.property(token + "Validity").asInt();
    }

    private static Set<String> texts(JsonNode array) {
        return Stream.of(array)
                .flatMap(JsonNode::valueStream)
                .map(StackTemplate::text)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
