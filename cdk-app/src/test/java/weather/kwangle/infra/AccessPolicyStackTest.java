package weather.kwangle.infra;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.infra.StackTemplate.Resource;
import weather.kwangle.policy.Access;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.Caller;
import weather.kwangle.policy.compile.CompiledPolicy;

class AccessPolicyStackTest {
    private static final FunctionFolder FOLDER = FunctionFolder.of("lambda-operations");

    private final StackTemplate stack = CloudAssembly.production().stack("max-weather-access-policy");

    static List<CloudAssembly> assemblies() {
        return CloudAssembly.all();
    }

    @Test
    void whatTheFunctionAndThePipelineAskForHasTheNamesOfTheRule() {
        assertThat(named(stack))
                .containsExactlyInAnyOrder(
                        "Application max-weather-access-policy",
                        "Environment live",
                        "Environment candidate",
                        "Environment break-glass",
                        "ConfigurationProfile access-policy",
                        "ConfigurationProfile break-glass",
                        "DeploymentStrategy max-weather-policy-gradual",
                        "DeploymentStrategy max-weather-policy-at-once");
        assertThat(named(CloudAssembly.staging().stack("max-weather-staging-access-policy")))
                .contains(
                        "Application max-weather-staging-access-policy",
                        "Environment live",
                        "DeploymentStrategy max-weather-staging-policy-gradual");
    }

    @ParameterizedTest
    @ValueSource(strings = {"staging", "production"})
    void thePipelineAsksForNamesThatThereAre(String environment) {
        String names = Sources.pipeline(environment, "say \"$names\"");
        StackTemplate asked = (environment.equals("staging") ? CloudAssembly.staging() : CloudAssembly.production())
                .stack(names + "-access-policy");
        assertThat(Sources.text("ci/appconfig.bash"))
                .contains("name=$names-access-policy", "$names-policy-$1")
                .contains("environments live, candidate and break-glass, the profiles access-policy and break-glass");
        assertThat(named(asked))
                .contains(
                        "Application " + names + "-access-policy",
                        "DeploymentStrategy " + names + "-policy-gradual",
                        "DeploymentStrategy " + names + "-policy-at-once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"access-policy", "break-glass"})
    void aProfileIsHostedAndValidatedByItsSchemaAndByTheFunction(String name) {
        Resource profile = profile(name);
        assertThat(profile.text("LocationUri")).isEqualTo("hosted");
        assertThat(profile.property("Validators")).hasSize(2);
        assertThat(profile.text("Validators", 0, "Type")).isEqualTo("JSON_SCHEMA");
        assertThat(profile.text("Validators", 0, "Content"))
                .isEqualTo(Sources.text("access-policy/policy/" + name + ".schema.json"))
                .contains("http://json-schema.org/draft-04/schema#")
                .hasSizeLessThan(32_768);
        assertThat(profile.text("Validators", 1, "Type")).isEqualTo("LAMBDA");
        assertThat(profile.text("Validators", 1, "Content"))
                .isEqualTo("${" + stack.resource("AWS::Lambda::Function").logicalId() + ".Arn}");
    }

    /** Exactly what the template carries: the schema, and the folder that is uploaded. */
    @ParameterizedTest
    @ValueSource(strings = {"access-policy.yaml", "access-policy.staging.yaml"})
    void whatIsCompiledPassesBothValidators(String file) throws Exception {
        String compiled = CompiledPolicy.of(AccessPolicy.parse(file, Sources.text("access-policy/policy/" + file)));

        assertThat(violations("access-policy", compiled)).isEmpty();
        assertThat(violations("access-policy", compiled.replace("\"unknownClient\"", "\"unknownclient\"")))
                .isNotEmpty();
        validate(compiled);
    }

    @Test
    void whatIsRefusedByHandPassesBothValidators() throws Exception {
        String until = Instant.now().plusSeconds(3600).toString();
        String list = """
                {"version":1,"breakGlass":[
                {"client":"acme-weather","by":"ana","why":"leaked secret","until":"%s"},
                {"operation":"POST /forecast","by":"ana","why":"overload","until":"%s"}
                ]}""".formatted(until, until);

        assertThat(violations("break-glass", list)).isEmpty();
        assertThat(violations("break-glass", list.replace("\"why\":\"overload\",", "")))
                .isNotEmpty();
        assertThat(violations("access-policy", list))
                .as("one profile takes no document of the other")
                .isNotEmpty();
        validate(list);
    }

    @Test
    void theValidatorRunsAsItsNeighboursAndOnlyAppConfigOfThisAccountCallsIt() throws Exception {
        Resource function = stack.resource("AWS::Lambda::Function");
        assertThat(function.text("FunctionName")).isEqualTo("max-weather-policy-validator");
        assertThat(function.text("Runtime")).isEqualTo("java25");
        assertThat(function.text("Architectures", 0)).isEqualTo("arm64");
        assertThat(function.property("Timeout").asInt()).isLessThanOrEqualTo(15);
        assertThat(function.property("ReservedConcurrentExecutions").asInt()).isEqualTo(2);
        assertThat(FOLDER.has(function.text("Handler"))).isTrue();
        Resource call = stack.resource("AWS::Lambda::Permission");
        assertThat(call.text("Principal")).isEqualTo("appconfig.amazonaws.com");
        assertThat(call.text("SourceAccount")).isEqualTo("${AWS::AccountId}");
        assertThat(stack.resources("AWS::AppConfig::ConfigurationProfile"))
                .allSatisfy(profile -> assertThat(
                                profile.definition().path("DependsOn").toString())
                        .as("AppConfig asks as soon as there is a profile")
                        .contains(call.logicalId()));
    }

    @Test
    void theValidatorMayWriteItsLogAndItsTracesAndNothingElse() {
        assertThat(policyOf("ValidatorRole"))
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder(
                        "logs:CreateLogStream logs:PutLogEvents", "xray:PutTelemetryRecords xray:PutTraceSegments");
    }

    @Test
    void aPolicyGoesOutInStepsAndIsWatchedToTheEndOfItsBakeTime() {
        Resource gradual = strategy("max-weather-policy-gradual");
        assertThat(gradual.text("GrowthType")).isEqualTo("LINEAR");
        assertThat(gradual.property("GrowthFactor").asInt()).isEqualTo(20);
        assertThat(gradual.property("DeploymentDurationInMinutes").asInt()).isEqualTo(10);
        assertThat(gradual.property("FinalBakeTimeInMinutes").asInt()).isEqualTo(10);
        Resource atOnce = strategy("max-weather-policy-at-once");
        assertThat(atOnce.property("GrowthFactor").asInt()).isEqualTo(100);
        assertThat(atOnce.property("DeploymentDurationInMinutes").asInt()).isZero();
        assertThat(atOnce.property("FinalBakeTimeInMinutes").asInt()).isZero();
    }

    @ParameterizedTest
    @MethodSource("assemblies")
    void threeAlarmsTakeALivePolicyBackAndNothingTakesABreakGlassBack(CloudAssembly assembly) {
        assertThat(environment(assembly, "live")
                        .property("Monitors")
                        .valueStream()
                        .map(monitor -> monitor.path("AlarmArn")
                                .path("Fn::GetAtt")
                                .path(0)
                                .asText())
                        .map(id -> alarm(assembly, id).text("AlarmName").replaceFirst("^max-weather(-staging)?-", "")))
                .containsExactly("policy-denying", "policy-failing", "policy-refused");
        assertThat(Stream.of("candidate", "break-glass")
                        .map(name -> environment(assembly, name).property("Monitors")))
                .allMatch(JsonNode::isEmpty);
    }

    /** With so many instances a policy that refuses everybody comes to light at its first step. */
    @ParameterizedTest
    @MethodSource("assemblies")
    void aPolicyThatRefusesEverybodyRingsAtItsFirstStep(CloudAssembly assembly) {
        Resource alarm = assembly.resources("AWS::CloudWatch::Alarm")
                .filter(each -> each.text("AlarmName").endsWith("-policy-denying"))
                .findFirst()
                .orElseThrow();
        int step = assembly.resources("AWS::AppConfig::DeploymentStrategy")
                .filter(each -> each.text("Name").endsWith("-gradual"))
                .findFirst()
                .orElseThrow()
                .property("GrowthFactor")
                .asInt();
        assertThat(alarm.property("Threshold").asInt()).isPositive().isLessThan(step);
        assertThat(alarm.text("ComparisonOperator")).isEqualTo("GreaterThanThreshold");
        assertThat(alarm.text("Metrics", 0, "Expression"))
                .isEqualTo("IF(((FILL(denied, 0) + FILL(strangers, 0)) + FILL(allowed, 0) + FILL(limited, 0)"
                        + " + FILL(exceeded, 0)) >= 10, 100 * (FILL(denied, 0) + FILL(strangers, 0)) /"
                        + " ((FILL(denied, 0) + FILL(strangers, 0)) + FILL(allowed, 0) + FILL(limited, 0)"
                        + " + FILL(exceeded, 0)))");
        assertThat(alarm.property("Metrics").findValuesAsText("Value"))
                .as("a policy with an audience that no token has refuses everybody too, and is answered 401")
                .containsExactlyInAnyOrder(
                        "deny", "unauthorized", "wrong-audience", "allow", "rate-limited", "quota-exceeded");
    }

    @Test
    void appConfigSeesTheThreeAlarmsAndNoOthers() {
        assertThat(policyOf("Monitor")).singleElement().satisfies(statement -> {
            assertThat(statement.getKey()).isEqualTo("cloudwatch:DescribeAlarms");
            assertThat(statement.getValue().split(" "))
                    .hasSize(3)
                    .allMatch(arn -> arn.matches("\\$\\{Alarmspolicy(denying|failing|refused)\\w+\\.Arn}"));
        });
    }

    /**
     * A change of anything here would be a deployment in the place of what the pipeline has delivered, all at once, with the
     * next deployment of the stacks.
     */
    @ParameterizedTest
    @MethodSource("assemblies")
    void theFirstDocumentsNeverChange(CloudAssembly assembly) {
        assertThat(assembly.resources("AWS::AppConfig::HostedConfigurationVersion")
                        .map(version -> version.logicalId() + " "
                                + version.definition().path("Properties").toString()))
                .containsExactlyInAnyOrder(
                        "FirstAccessPolicy {\"ApplicationId\":{\"Ref\":\"Application\"},"
                                + "\"ConfigurationProfileId\":{\"Ref\":\"Profileaccesspolicy\"},\"Content\":"
                                + "\"{\\\"version\\\":1,\\\"resourceServer\\\":\\\"max-weather\\\",\\\"operations\\\":"
                                + "{\\\"GET /usage\\\":{\\\"allOf\\\":[\\\"read:forecast\\\"]}},\\\"plans\\\":"
                                + "{\\\"before-first-delivery\\\":{\\\"rate\\\":\\\"1/s\\\",\\\"burst\\\":1}},"
                                + "\\\"clients\\\":{},\\\"unknownClient\\\":\\\"deny\\\",\\\"breakGlass\\\":[]}\","
                                + "\"ContentType\":\"application/json\",\"Description\":\"Before anything was delivered\"}",
                        "FirstBreakGlass {\"ApplicationId\":{\"Ref\":\"Application\"},"
                                + "\"ConfigurationProfileId\":{\"Ref\":\"Profilebreakglass\"},\"Content\":"
                                + "\"{\\\"version\\\":1,\\\"breakGlass\\\":[]}\","
                                + "\"ContentType\":\"application/json\",\"Description\":\"Before anything was delivered\"}");
        assertThat(assembly.resources("AWS::AppConfig::Deployment")
                        .map(deployment -> deployment.logicalId() + " "
                                + deployment.definition().path("Properties").toString()))
                .containsExactlyInAnyOrder(
                        deployment("FirstAccessPolicy", "Profileaccesspolicy", "Environmentlive"),
                        deployment("FirstBreakGlass", "Profilebreakglass", "Environmentbreakglass"));
        assertThat(assembly.resources("AWS::AppConfig::DeploymentStrategy")
                        .filter(strategy -> strategy.logicalId().equals("AtOnce"))
                        .map(strategy -> strategy.text("Name").replaceFirst("^max-weather(-staging)?-", "") + " "
                                + strategy.text("ReplicateTo")))
                .as("a strategy that is made anew has another id")
                .containsExactly("policy-at-once NONE");
    }

    private static String deployment(String version, String profile, String environment) {
        return version
                + "Deployment {\"ApplicationId\":{\"Ref\":\"Application\"},\"ConfigurationProfileId\":{\"Ref\":\""
                + profile + "\"},\"ConfigurationVersion\":{\"Ref\":\"" + version
                + "\"},\"DeploymentStrategyId\":{\"Ref\":\"AtOnce\"},\"Description\":\"Before anything was delivered\","
                + "\"EnvironmentId\":{\"Ref\":\"" + environment + "\"}}";
    }

    /** AppConfig refuses a second deployment in an environment while one is on its way. */
    @Test
    void theFirstDeploymentsComeOneAfterTheOther() {
        List<Resource> deployments = stack.resources("AWS::AppConfig::Deployment");
        assertThat(deployments).extracting(each -> each.text("EnvironmentId")).doesNotHaveDuplicates();
        assertThat(deployments)
                .filteredOn(each -> each.definition().path("DependsOn").isMissingNode())
                .hasSize(1);
    }

    @Test
    void theFirstDocumentsPassBothValidators() throws Exception {
        assertThat(violations("access-policy", FirstDocuments.ACCESS_POLICY)).isEmpty();
        assertThat(violations("break-glass", FirstDocuments.BREAK_GLASS)).isEmpty();
        validate(FirstDocuments.ACCESS_POLICY);
        validate(FirstDocuments.BREAK_GLASS);
    }

    @Test
    void theFirstPolicyLetsNobodyIn() throws Exception {
        AccessPolicy first = AccessPolicy.parse("first", FirstDocuments.ACCESS_POLICY);
        AccessPolicy shipped = AccessPolicy.parse("shipped", Sources.text("access-policy/policy/access-policy.yaml"));
        Stream<Optional<String>> tablePlans = Stream.concat(
                Stream.of(Optional.empty()), shipped.plans().keySet().stream().map(Optional::of));
        assertThat(tablePlans.flatMap(plan -> Stream.concat(shipped.clientIds().stream(), Stream.of("stranger"))
                        .map(client -> first.evaluate(
                                new Caller(client, Set.of("max-weather/read:forecast"), Set.of(), plan),
                                Instant.now()))))
                .isNotEmpty()
                .noneMatch(Access.Granted.class::isInstance);
    }

    @Test
    void theAuthorizerIsMadeAfterItsFirstPolicyWasDelivered() throws IOException {
        assertThat(CloudAssembly.production()
                        .document("manifest.json")
                        .path("artifacts")
                        .path("max-weather-edge")
                        .path("dependencies")
                        .valueStream()
                        .map(JsonNode::asText))
                .contains("max-weather-access-policy");
    }

    @Test
    void productionsApplicationOutlivesItsStackAndStagingsGoesWithIt() {
        assertThat(stack.resource("AWS::AppConfig::Application")
                        .definition()
                        .path("DeletionPolicy")
                        .asText())
                .isEqualTo("RetainExceptOnCreate");
        assertThat(CloudAssembly.staging()
                        .stack("max-weather-staging-access-policy")
                        .resource("AWS::AppConfig::Application")
                        .definition()
                        .path("DeletionPolicy")
                        .asText())
                .isEqualTo("Delete");
    }

    private List<?> violations(String profile, String document) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
                .getSchema(profile(profile).text("Validators", 0, "Content"))
                .validate(document, InputFormat.JSON);
    }

    /** As AppConfig would ask the function: what it throws refuses. */
    private void validate(String document) throws Exception {
        Class<?> handler = FOLDER.load(
                stack.resource("AWS::Lambda::Function").text("Handler").split("::")[0]);
        Method handle = Stream.of(handler.getMethods())
                .filter(method -> method.getName().equals("handleRequest"))
                .filter(method -> method.getParameterTypes()[0].equals(InputStream.class))
                .findFirst()
                .orElseThrow();
        String event =
                "{\"applicationId\":\"a\",\"configurationProfileId\":\"p\",\"configurationVersion\":\"2\",\"content\":\""
                        + Base64.getEncoder().encodeToString(document.getBytes(UTF_8)) + "\",\"uri\":\"hosted\"}";
        OutputStream answer = new ByteArrayOutputStream();
        handle.invoke(
                handler.getConstructor().newInstance(), new ByteArrayInputStream(event.getBytes(UTF_8)), answer, null);
    }

    private static Stream<String> named(StackTemplate stack) {
        return stack.resources()
                .filter(resource -> resource.type().startsWith("AWS::AppConfig::"))
                .filter(resource -> !resource.property("Name").isMissingNode())
                .map(resource -> resource.type().substring("AWS::AppConfig::".length()) + " " + resource.text("Name"));
    }

    private Resource profile(String name) {
        return only(stack.resources("AWS::AppConfig::ConfigurationProfile").stream(), name);
    }

    private Resource strategy(String name) {
        return only(stack.resources("AWS::AppConfig::DeploymentStrategy").stream(), name);
    }

    private static Resource environment(CloudAssembly assembly, String name) {
        return only(assembly.resources("AWS::AppConfig::Environment"), name);
    }

    private static Resource alarm(CloudAssembly assembly, String logicalId) {
        return assembly.resources("AWS::CloudWatch::Alarm")
                .filter(alarm -> alarm.logicalId().equals(logicalId))
                .findFirst()
                .orElseThrow();
    }

    private static Resource only(Stream<Resource> resources, String name) {
        return resources
                .filter(resource -> resource.text("Name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<Map.Entry<String, String>> policyOf(String role) {
        return DataStackTest.statements(stack.resources("AWS::IAM::Policy").stream()
                .filter(policy -> policy.text("Roles", 0, "Ref").startsWith(role))
                .findFirst()
                .orElseThrow());
    }
}
