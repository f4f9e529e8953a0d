package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is watched is what the other stacks make: publishers are switched on, and bear the names that metrics are asked by. */
class ObservabilityAgreementTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    static List<CloudAssembly> assemblies() {
        return CloudAssembly.all();
    }

    @ParameterizedTest
    @MethodSource("assemblies")
    void eachLogGroupThatIsReadIsMadeByAStackThatIsDeployedBefore(CloudAssembly assembly) throws IOException {
        Map<String, String> makers = new TreeMap<>();
        assembly.resources("AWS::Logs::LogGroup")
                .forEach(group -> makers.put(group.text("LogGroupName"), group.stack()));
        Map<String, Set<String>> read = new TreeMap<>();
        Stream.of("AWS::Logs::MetricFilter", "AWS::Logs::SubscriptionFilter")
                .flatMap(assembly::resources)
                .forEach(reader -> read.computeIfAbsent(reader.stack(), stack -> new TreeSet<>())
                        .add(reader.text("LogGroupName")));
        assembly.resources("AWS::Logs::QueryDefinition")
                .forEach(query -> read.computeIfAbsent(query.stack(), stack -> new TreeSet<>())
                        .add(query.text("LogGroupNames", 0)));
        assertThat(read).hasSize(3);
        JsonNode artifacts = assembly.document("manifest.json").path("artifacts");
        read.forEach((stack, groups) -> {
            Set<String> before = before(artifacts, stack);
            assertThat(groups).allSatisfy(group -> {
                assertThat(makers).containsKey(group);
                assertThat(before).as(stack + " reads " + group).contains(makers.get(group));
            });
        });
    }

    /** A field that stands in quotes is no number to a metric filter, and one that can be "-" must stand in quotes. */
    @ParameterizedTest
    @MethodSource("assemblies")
    void theAccessLogHasTheFieldsThatFiltersAndQueriesRead(CloudAssembly assembly) throws IOException {
        String format = assembly.resources("AWS::ApiGateway::Stage")
                .findFirst()
                .orElseThrow()
                .text("AccessLogSetting", "Format");
        String refusedEarly = format.replaceAll(":\\$context\\.(status|responseLatency|\\w+)", ":1")
                .replaceAll("\\$context\\.[\\w.]+", "-");
        JsonNode line = JSON.readTree(refusedEarly);
        JsonNode sample = JSON.readTree(LogLines.access("/forecast", 200, 41, "37"));
        assertThat(line.properties().stream().map(Map.Entry::getKey))
                .containsAll(sample.properties().stream().map(Map.Entry::getKey).toList());
        assertThat(Stream.of("status", "responseLatency").map(line::path)).allMatch(JsonNode::isNumber);
        assertThat(Stream.of("httpMethod", "resourcePath", "integrationLatency", "errorType")
                        .map(line::path))
                .allMatch(JsonNode::isTextual);
    }

    @ParameterizedTest
    @MethodSource("assemblies")
    void theStagePublishesDetailedMetricsUnderTheApisName(CloudAssembly assembly) {
        StackTemplate.Resource stage =
                assembly.resources("AWS::ApiGateway::Stage").findFirst().orElseThrow();
        assertThat(stage.property("MethodSettings", 0, "MetricsEnabled").asBoolean())
                .isTrue();
        assertThat(dimensions(assembly, "AWS/ApiGateway", "ApiName"))
                .containsExactly(text(assembly, "AWS::ApiGateway::RestApi", "Name"));
        assertThat(dimensions(assembly, "AWS/ApiGateway", "Stage")).containsExactly(stage.text("StageName"));
    }

    /** The alarms' names of metrics are those of the Classic kind. */
    @ParameterizedTest
    @MethodSource("assemblies")
    void theCloudWatchAddOnPublishesPodsAndNodesAndShipsNoLogs(CloudAssembly assembly) throws IOException {
        StackTemplate.Resource addon = assembly.resources("AWS::EKS::Addon")
                .filter(each -> each.text("AddonName").equals("amazon-cloudwatch-observability"))
                .findFirst()
                .orElseThrow();
        JsonNode settings = JSON.readTree(addon.text("ConfigurationValues"));
        assertThat(settings.at("/agent/config/logs/metrics_collected/kubernetes/enhanced_container_insights")
                        .asBoolean())
                .isTrue();
        assertThat(settings.at("/containerLogs/enabled").asBoolean(true)).isFalse();
        assertThat(addon.property("ServiceAccountRoleArn").isMissingNode()).isFalse();
        assertThat(dimensions(assembly, "ContainerInsights", "ClusterName"))
                .containsExactly(text(assembly, "AWS::EKS::Cluster", "Name"));
    }

    @ParameterizedTest
    @MethodSource("assemblies")
    void theControlPlaneLogsTheAuditsThatScalingsAreCountedFrom(CloudAssembly assembly) {
        assertThat(assembly.resources("AWS::EKS::Cluster")
                        .findFirst()
                        .orElseThrow()
                        .property("Logging", "ClusterLogging", "EnabledTypes")
                        .findValuesAsText("Type"))
                .contains("audit");
    }

    @ParameterizedTest
    @MethodSource("assemblies")
    void functionsTableAndFirewallHaveTheNamesThatAreWatched(CloudAssembly assembly) {
        Set<String> functions = assembly.resources("AWS::Lambda::Function")
                .map(function -> function.text("FunctionName"))
                .collect(Collectors.toSet());
        assertThat(functions).containsAll(dimensions(assembly, "AWS/Lambda", "FunctionName"));
        assertThat(dimensions(assembly, "AWS/DynamoDB", "TableName"))
                .containsExactly(text(assembly, "AWS::DynamoDB::Table", "TableName"));
        assertThat(dimensions(assembly, "AWS/WAFV2", "WebACL"))
                .containsExactly(text(assembly, "AWS::WAFv2::WebACL", "VisibilityConfig", "MetricName"));
        assertThat(dimensions(assembly, "AWS/Firehose", "DeliveryStreamName"))
                .containsExactlyInAnyOrderElementsOf(assembly.resources("AWS::KinesisFirehose::DeliveryStream")
                        .map(stream -> stream.text("DeliveryStreamName"))
                        .toList());
    }

    @Test
    void theDisastersRunbookDeploysStacksThatExist() throws IOException {
        Set<String> stacks = Pattern.compile("--exclusively (\\S+)")
                .matcher(Files.readString(CloudAssembly.ROOT.resolve("docs/runbooks/disaster-recovery.md")))
                .results()
                .map(result -> result.group(1))
                .collect(Collectors.toSet());
        assertThat(stacks)
                .isNotEmpty()
                .isSubsetOf(CloudAssembly.production().stacks().keySet());
    }

    /** Stacks that are deployed before one, near and far. */
    private static Set<String> before(JsonNode artifacts, String stack) {
        Set<String> before = new TreeSet<>();
        Deque<String> open = new ArrayDeque<>(List.of(stack));
        while (!open.isEmpty()) {
            for (JsonNode dependency : artifacts.path(open.pop()).path("dependencies")) {
                if (before.add(dependency.asText())) {
                    open.push(dependency.asText());
                }
            }
        }
        return before;
    }

    private static Set<String> dimensions(CloudAssembly assembly, String namespace, String dimension) {
        return Stream.concat(
                        assembly.resources("AWS::CloudWatch::Alarm")
                                .flatMap(alarm -> MetricReference.ofAlarm(alarm).stream()),
                        Widget.of(assembly).flatMap(widget -> widget.metrics().stream()))
                .filter(metric -> metric.namespace().equals(namespace))
                .map(metric -> metric.dimensions().get(dimension))
                .collect(Collectors.toSet());
    }

    private static String text(CloudAssembly assembly, String type, Object... path) {
        return assembly.resources(type).findFirst().orElseThrow().text(path);
    }
}
