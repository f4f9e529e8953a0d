package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuthorizerFunctionTest {
    private static final FunctionFolder FOLDER = FunctionFolder.of("lambda-authorizer");

    private final CloudAssembly production = CloudAssembly.production();
    private final StackTemplate edge = production.stack("max-weather-edge");
    private final StackTemplate.Resource function = edge.resource("AWS::Lambda::Function");

    @Test
    void itRunsOnJavaAndArmFromASnapshotWithinItsBounds() {
        assertThat(function.text("FunctionName")).isEqualTo("max-weather-authorizer");
        assertThat(function.text("Runtime")).isEqualTo("java25");
        assertThat(function.text("Architectures", 0)).isEqualTo("arm64");
        assertThat(function.text("SnapStart", "ApplyOn")).isEqualTo("PublishedVersions");
        assertThat(function.property("MemorySize").asInt()).isEqualTo(1024);
        assertThat(function.property("ReservedConcurrentExecutions").asInt()).isEqualTo(200);
        assertThat(function.property("Timeout").asInt()).isLessThanOrEqualTo(10);
        assertThat(function.text("TracingConfig", "Mode")).isEqualTo("Active");
        assertThat(edge.resources("AWS::Logs::LogGroup"))
                .extracting(group -> group.text("LogGroupName"))
                .contains("/aws/lambda/max-weather-authorizer");
    }

    @Test
    void lambdaFindsItsHandlerInTheFolderThatIsUploaded() throws Exception {
        assertThat(FOLDER.has(function.text("Handler"))).isTrue();
    }

    @Test
    void whatIsUploadedIsTheFolderThatTheLocalRunStarts() throws Exception {
        String hash = function.text("Code", "S3Key").replace(".zip", "");
        JsonNode asset = production
                .document("max-weather-edge.assets.json")
                .path("files")
                .path(hash);
        Path uploaded =
                production.folder().resolve(asset.path("source").path("path").asText());
        assertThat(FunctionFolder.files(uploaded)).isEqualTo(FunctionFolder.files(FOLDER.path()));
        assertThat(Files.readString(CloudAssembly.ROOT.resolve(
                        "local-platform/src/main/java/weather/kwangle/local/BuiltParts.java")))
                .contains("root.resolve(\"lambda-authorizer/target/function\")");
    }

    /** Where each document is, by the names that AppConfig has in the stack before. */
    @Test
    void itReadsItsThreeDocumentsFromTheAgentBesideIt() {
        String application = "http://localhost:2772/applications/max-weather-access-policy/environments/";
        assertThat(variable("ACCESS_POLICY")).isEqualTo(application + "live/configurations/access-policy");
        assertThat(variable("SHADOW_POLICY")).isEqualTo(application + "candidate/configurations/access-policy");
        assertThat(variable("BREAK_GLASS")).isEqualTo(application + "break-glass/configurations/break-glass");
        assertThat(variable("AWS_APPCONFIG_EXTENSION_POLL_INTERVAL_SECONDS")).isEqualTo("15");
        assertThat(variable("AWS_APPCONFIG_EXTENSION_PREFETCH_LIST"))
                .isEqualTo(
                        "/applications/max-weather-access-policy/environments/live/configurations/access-policy,"
                                + "/applications/max-weather-access-policy/environments/break-glass/configurations/break-glass");
        StackTemplate.Resource ofStaging =
                CloudAssembly.staging().stack("max-weather-staging-edge").resource("AWS::Lambda::Function");
        assertThat(ofStaging.text("Environment", "Variables", "ACCESS_POLICY"))
                .isEqualTo(
                        "http://localhost:2772/applications/max-weather-staging-access-policy/environments/live/configurations/access-policy");
    }

    @Test
    void theAgentIsAwssLayerForItsArchitectureAndRegionInTheVersionOfTheSettings() {
        assertThat(function.property("Layers")).hasSize(1);
        assertThat(function.text("Layers", 0))
                .matches("arn:aws:lambda:us-east-1:027255383542:layer:AWS-AppConfig-Extension-Arm64:\\d+")
                .isEqualTo(Sources.yaml("cdk-app/environments/production.yaml")
                        .path("policyDelivery")
                        .path("extensionLayer")
                        .asText());
    }

    /** What cannot be left out; the rest has defaults. */
    @Test
    void theFunctionStartsWithThisEnvironmentAndWithNoneOfItLess() throws Exception {
        assertThatCode(() -> configure(environment())).doesNotThrowAnyException();
        for (String name : List.of("TOKEN_ISSUER", "QUOTA_TABLE", "ACCESS_POLICY", "EDGE_KEY_SECRET_ID")) {
            Map<String, String> less = environment();
            assertThat(less.remove(name)).as(name).isNotNull();
            assertThatThrownBy(() -> configure(less)).as("without %s", name).hasMessageContaining("is not set");
        }
    }

    /** The namespace is the one that alarms and dashboards read. */
    @Test
    void itsMetricsStandWhereTheyAreRead() {
        assertThat(environment()).containsEntry("METRIC_NAMESPACE", "MaxWeather/production");
        assertThat(CloudAssembly.staging()
                        .stack("max-weather-staging-edge")
                        .resource("AWS::Lambda::Function")
                        .text("Environment", "Variables", "METRIC_NAMESPACE"))
                .isEqualTo("MaxWeather/staging");
    }

    @Test
    void noPolicyIsInTheFolderThatIsUploaded() throws Exception {
        assertThat(FunctionFolder.files(FOLDER.path()).keySet()).noneMatch(file -> file.endsWith(".yaml"));
    }

    @Test
    void itsTableSecretAndIssuerAreThoseOfTheOtherStacks() {
        assertThat(function.text("Environment", "Variables", "QUOTA_TABLE")).contains("max-weather-data:");
        assertThat(function.text("Environment", "Variables", "EDGE_KEY_SECRET_ID"))
                .isEqualTo(CloudAssembly.production()
                        .stack("max-weather-data")
                        .resource("AWS::SecretsManager::Secret")
                        .text("Name"));
        assertThat(function.text("Environment", "Variables", "TOKEN_ISSUER"))
                .startsWith("https://cognito-idp.us-east-1.amazonaws.com/${max-weather-identity:");
    }

    @Test
    void itMayTouchNothingButClientsItemsItsSecretItsPoliciesItsKeyItsLogAndItsTraces() {
        StackTemplate.Resource policy = policyOf("AuthorizerRole");
        assertThat(DataStackTest.statements(policy).stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "logs:CreateLogStream logs:PutLogEvents",
                        "dynamodb:GetItem dynamodb:UpdateItem",
                        "kms:Decrypt kms:DescribeKey kms:Encrypt kms:GenerateDataKey",
                        "secretsmanager:GetSecretValue",
                        "kms:Decrypt",
                        "appconfig:GetLatestConfiguration appconfig:StartConfigurationSession",
                        "xray:PutTelemetryRecords xray:PutTraceSegments");
        assertThat(policy.property("PolicyDocument", "Statement").findValues("dynamodb:LeadingKeys"))
                .singleElement()
                .hasToString("[\"CLIENT#*\"]");
        assertThat(policy.property("PolicyDocument", "Statement").findValuesAsText("kms:ViaService"))
                .containsExactlyInAnyOrder(
                        "dynamodb.us-east-1.amazonaws.com", "secretsmanager.us-east-1.amazonaws.com");
    }

    @Test
    void ofAppConfigItMayReadExactlyItsThreeDocuments() {
        assertThat(DataStackTest.statements(policyOf("AuthorizerRole")))
                .filteredOn(statement -> statement.getKey().startsWith("appconfig:"))
                .singleElement()
                .extracting(Map.Entry::getValue)
                .asString()
                .satisfies(resources -> assertThat(resources
                                .replaceAll("max-weather-access-policy:ExportsOutputRef", "")
                                .replaceAll("[0-9A-F]{8}(?=})", "")
                                .split(" "))
                        .containsExactlyInAnyOrder(
                                document("Environmentlive", "Profileaccesspolicy"),
                                document("Environmentcandidate", "Profileaccesspolicy"),
                                document("Environmentbreakglass", "Profilebreakglass")));
    }

    private static String document(String environment, String profile) {
        return "arn:aws:appconfig:us-east-1:${AWS::AccountId}:application/${Application}/environment/${" + environment
                + "}/configuration/${" + profile + "}";
    }

    private String variable(String name) {
        return function.text("Environment", "Variables", name);
    }

    @Test
    void apiGatewayCallsTheAliasOfAPublishedVersionThroughARoleThatMayDoNothingElse() {
        StackTemplate.Resource alias = edge.resource("AWS::Lambda::Alias");
        assertThat(alias.text("Name")).isEqualTo("live");
        assertThat(alias.text("FunctionVersion")).startsWith("${AuthorizerFunctionCurrentVersion");
        JsonNode authorizer = edge.resource("AWS::ApiGateway::RestApi")
                .property(
                        "Body", "components", "securitySchemes", "lambdaAuthorizer", "x-amazon-apigateway-authorizer");
        assertThat(StackTemplate.text(authorizer.path("authorizerUri")))
                .isEqualTo("arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${" + alias.logicalId()
                        + "}/invocations");
        StackTemplate.Resource policy = policyOf("AuthorizerCaller");
        assertThat(StackTemplate.text(authorizer.path("authorizerCredentials")))
                .isEqualTo("${" + policy.property("Roles", 0, "Ref").asText() + ".Arn}");
        assertThat(DataStackTest.statements(policy))
                .containsExactly(Map.entry("lambda:InvokeFunction", "${" + alias.logicalId() + "}"));
    }

    private StackTemplate.Resource policyOf(String role) {
        return edge.resources("AWS::IAM::Policy").stream()
                .filter(policy -> policy.text("Roles", 0, "Ref").startsWith(role))
                .findFirst()
                .orElseThrow();
    }

    /** As Lambda would set it: what only CloudFormation knows is written as a name. */
    private Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>();
        function.property("Environment", "Variables")
                .properties()
                .forEach(variable -> environment.put(
                        variable.getKey(),
                        StackTemplate.text(variable.getValue()).replaceAll("\\$\\{[^}]+}", "known-later")));
        return environment;
    }

    /** What the handler does first. */
    private static void configure(Map<String, String> environment) throws Throwable {
        Method from = FOLDER.load("weather.kwangle.authorizer.AuthorizerConfiguration")
                .getDeclaredMethod("from", Map.class);
        from.setAccessible(true);
        try {
            from.invoke(null, environment);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
