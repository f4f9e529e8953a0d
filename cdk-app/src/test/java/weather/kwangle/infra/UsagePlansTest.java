package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.apigateway.ApiDefinition;
import software.amazon.awscdk.services.apigateway.SpecRestApi;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.UsageKey;

class UsagePlansTest {
    private final StackTemplate edge = CloudAssembly.production().stack("max-weather-edge");

    @Test
    void eachPlanOfThePolicyHasAUsagePlanOfTwiceItsLimits() throws Exception {
        Map<String, List<Double>> expected = new TreeMap<>();
        UsagePlans.read(CloudAssembly.ROOT.resolve("access-policy/policy/access-policy.yaml"))
                .plans()
                .forEach((name, plan) ->
                        expected.put("max-weather-" + name, List.of(2 * plan.ratePerSecond(), 2.0 * plan.burst())));
        assertThat(limits(edge)).isEqualTo(expected).containsEntry("max-weather-partner", List.of(200.0, 400.0));
    }

    /** Clients are each environment's own: a key stands for one client, and a value for one key of the account. */
    @Test
    void stagingsPolicyDiffersFromProductionsInItsClientsAlone() {
        JsonNode production = Sources.yaml("access-policy/policy/access-policy.yaml");
        JsonNode staging = Sources.yaml("access-policy/policy/access-policy.staging.yaml");

        for (String same : List.of("version", "resourceServer", "operations", "plans", "unknownClient")) {
            assertThat(staging.path(same)).as(same).isEqualTo(production.path(same));
        }
        assertThat(staging.path("clients").properties())
                .extracting(Map.Entry::getKey)
                .isNotEmpty()
                .doesNotContainAnyElementsOf(production.path("clients").properties().stream()
                        .map(Map.Entry::getKey)
                        .toList());
    }

    @Test
    void everyUsagePlanIsForTheStage() {
        assertThat(edge.resources("AWS::ApiGateway::UsagePlan"))
                .allSatisfy(plan -> assertThat(plan.text("ApiStages", 0, "Stage"))
                        .isEqualTo(
                                "${" + edge.resource("AWS::ApiGateway::Stage").logicalId() + "}"));
    }

    @Test
    void eachClientThatThePolicyNamesHasItsKeyInItsPlan() {
        assertThat(keys(edge))
                .isEqualTo(Map.of(
                        UsageKey.of("acme-weather"), "max-weather-partner",
                        UsageKey.of("internal-console"), "max-weather-internal"));
    }

    @Test
    void unknownClientsShareOneKeyWithTheStagesLimitsIfThePolicyLetsThemIn(@TempDir Path folder) throws Exception {
        String policy = Files.readString(CloudAssembly.ROOT.resolve("access-policy/policy/access-policy.yaml"))
                .replace("unknownClient: deny", "unknownClient: trial");
        App app = new App(AppProps.builder().outdir(folder.toString()).build());
        Stack stack = new Stack(app, "edge");
        SpecRestApi api = SpecRestApi.Builder.create(stack, "Api")
                .apiDefinition(ApiDefinition.fromInline(Map.of("openapi", "3.0.3")))
                .build();

        new UsagePlans(
                stack,
                "UsagePlans",
                new SettingsFiles(CloudAssembly.ROOT.resolve("cdk-app/environments")).environment("production"),
                api.getDeploymentStage(),
                AccessPolicy.parse("policy.yaml", policy));
        app.synth();

        StackTemplate template = new StackTemplate(
                "edge",
                new ObjectMapper().readTree(folder.resolve("edge.template.json").toFile()));
        assertThat(keys(template)).containsEntry(UsageKey.of("unknown"), "max-weather-unknown");
        assertThat(limits(template)).containsEntry("max-weather-unknown", List.of(10_000.0, 5_000.0));
    }

    private static Map<String, List<Double>> limits(StackTemplate template) {
        Map<String, List<Double>> limits = new TreeMap<>();
        template.resources("AWS::ApiGateway::UsagePlan")
                .forEach(plan -> limits.put(
                        plan.text("UsagePlanName"),
                        List.of(
                                plan.property("Throttle", "RateLimit").asDouble(),
                                plan.property("Throttle", "BurstLimit").asDouble())));
        return limits;
    }

    /** Names of plans by the keys in them. */
    private static Map<String, String> keys(StackTemplate template) {
        Map<String, String> values = new TreeMap<>();
        template.resources("AWS::ApiGateway::ApiKey").forEach(key -> values.put(key.logicalId(), key.text("Value")));
        Map<String, String> names = new TreeMap<>();
        template.resources("AWS::ApiGateway::UsagePlan")
                .forEach(plan -> names.put(plan.logicalId(), plan.text("UsagePlanName")));
        Map<String, String> keys = new TreeMap<>();
        template.resources("AWS::ApiGateway::UsagePlanKey")
                .forEach(link -> keys.put(
                        values.getOrDefault(link.property("KeyId", "Ref").asText(), ""),
                        names.getOrDefault(link.property("UsagePlanId", "Ref").asText(), "")));
        return keys;
    }
}
