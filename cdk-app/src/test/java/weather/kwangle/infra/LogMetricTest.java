package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import weather.kwangle.authorizer.DecisionLines;
import weather.kwangle.authorizer.GraceLines;
import weather.kwangle.authorizer.policy.AuditLines;
import weather.kwangle.edge.Decision;

class LogMetricTest {
    private static final String AUTOSCALER = "system:serviceaccount:kube-system:horizontal-pod-autoscaler";

    private final StackTemplate stack = CloudAssembly.production().stack("max-weather-observability");

    @Test
    void everyRequestForAnOperationIsCountedByMethodAndResource() {
        assertThat(counted("Requests", LogLines.access("/forecast", 200, 41, "37")))
                .isEqualTo("1 Count of {Method=GET, Resource=/forecast}");
        assertThat(counted("Requests", LogLines.access("/places", 403, 9, "-")))
                .isEqualTo("1 Count of {Method=GET, Resource=/places}");
    }

    @Test
    void aRequestForNoResourceOfOursMakesNoMetricOfItsOwn() {
        String unknownPath = LogLines.access("-", 403, 2, "-");
        assertThat(List.of("Requests", "ResponseTime", "ClientErrors", "ServerErrors"))
                .allMatch(metric -> counted(metric, unknownPath).equals("nothing"));
    }

    @Test
    void theResponseTimeIsTheLinesOwn() {
        assertThat(counted("ResponseTime", LogLines.access("/forecast", 200, 41, "37")))
                .isEqualTo("41 Milliseconds of {Method=GET, Resource=/forecast}");
    }

    @Test
    void errorsAreTheClientsFrom400AndOursFrom500() {
        assertThat(List.of(200, 304, 399, 400, 404, 429, 499, 500, 503, 504))
                .extracting(status -> {
                    String line = LogLines.access("/forecast", status, 5, "4");
                    return status + " " + isCounted("ClientErrors", line) + " " + isCounted("ServerErrors", line);
                })
                .containsExactly(
                        "200 false false",
                        "304 false false",
                        "399 false false",
                        "400 true false",
                        "404 true false",
                        "429 true false",
                        "499 true false",
                        "500 false true",
                        "503 false true",
                        "504 false true");
    }

    /** The reason why a number of the access log must stand without quotes, and a field that can be "-" within. */
    @Test
    void aStatusWithinQuotesAndADashWithoutThemWouldNotCount() {
        String line = LogLines.access("/forecast", 503, 5, "-");
        assertThat(isCounted("ServerErrors", line)).isTrue();
        assertThat(isCounted("ServerErrors", line.replace("503", "\"503\""))).isFalse();
        assertThat(isCounted("ServerErrors", line.replace("\"-\"", "-"))).isFalse();
    }

    @Test
    void onlyTheAuthorizersOwnFailureIsAnInternalFailure() {
        assertThat(counted("InternalFailure", DecisionLines.failed())).isEqualTo("1 Count of {}");
        assertThat(List.of(
                        DecisionLines.allowed(Decision.ALLOW),
                        DecisionLines.denied(),
                        DecisionLines.unauthorized(),
                        "START RequestId: 4f1a7c9e Version: 7"))
                .noneMatch(line -> isCounted("InternalFailure", line));
    }

    @Test
    void whatBecomesOfADeliveredDocumentIsCountedByEventAndDocument() {
        List<String> events =
                List.of("policy-changed", "policy-refused", "policy-mended", "policy-unreachable", "policy-reachable");
        assertThat(AuditLines.ofAccessPolicy())
                .extracting(line -> counted("PolicyDocuments", line))
                .containsExactlyElementsOf(documents("access-policy", events));
        assertThat(AuditLines.ofBreakGlassList())
                .extracting(line -> counted("PolicyDocuments", line))
                .containsExactlyElementsOf(documents("break-glass", events));
        assertThat(AuditLines.ofCandidate())
                .extracting(line -> counted("PolicyDocuments", line))
                .containsAll(documents("shadow-policy", events));
        assertThat(AuditLines.ofBreakGlassEntry()).noneMatch(line -> isCounted("PolicyDocuments", line));
    }

    private static List<String> documents(String document, List<String> events) {
        return events.stream()
                .map(event -> "1 Count of {Document=" + document + ", Event=" + event + "}")
                .toList();
    }

    @Test
    void whatBeginsAndEndsToBeRefusedByHandIsCounted() {
        assertThat(AuditLines.ofBreakGlassEntry())
                .extracting(line -> counted("BreakGlassEvents", line))
                .containsExactly("1 Count of {Event=break-glass-began}", "1 Count of {Event=break-glass-ended}");
        assertThat(AuditLines.ofBreakGlassList()).noneMatch(line -> isCounted("BreakGlassEvents", line));
    }

    @Test
    void whatIsAdmittedWithoutTheQuotaTableIsCountedByEvent() {
        assertThat(GraceLines.ofAnOutage())
                .extracting(line -> counted("GraceEvents", line))
                .containsExactlyElementsOf(Stream.of(GraceEvent.values())
                        .map(event -> "1 Count of {Event=" + event.wireName() + "}")
                        .toList());
        assertThat(Stream.of(AuditLines.ofAccessPolicy(), AuditLines.ofBreakGlassEntry())
                        .flatMap(List::stream))
                .noneMatch(line -> isCounted("GraceEvents", line));
    }

    @Test
    void everyEventThatIsWatchedIsOneOfTheLines() {
        assertThat(Stream.of(AuditLines.ofAccessPolicy(), AuditLines.ofBreakGlassEntry())
                        .flatMap(List::stream)
                        .map(line ->
                                FilterPatternMatcher.property(line, "$.event").asText()))
                .containsExactlyElementsOf(Stream.of(PolicyEvent.values())
                        .map(PolicyEvent::wireName)
                        .toList());
    }

    @Test
    void aRefusalByHandIsCountedAndAnotherRefusalIsNot() {
        assertThat(counted("RefusedByHand", DecisionLines.refusedByHand())).isEqualTo("1 Count of {}");
        assertThat(isCounted("RefusedByHand", DecisionLines.denied())).isFalse();
    }

    @Test
    void aNewNumberOfReplicasByTheAutoscalerIsAScaling() {
        assertThat(counted("Scalings", scaling(AUTOSCALER, "update", "scale", "ResponseComplete", 200)))
                .isEqualTo("1 Count of {Deployment=weather-api}");
    }

    @Test
    void nothingElseIsAScaling() {
        assertThat(List.of(
                        scaling(AUTOSCALER, "get", "scale", "ResponseComplete", 200),
                        scaling(AUTOSCALER, "update", "status", "ResponseComplete", 200),
                        scaling(AUTOSCALER, "update", "scale", "RequestReceived", 200),
                        scaling(AUTOSCALER, "update", "scale", "ResponseComplete", 409),
                        scaling("kubernetes-admin", "update", "scale", "ResponseComplete", 200)))
                .noneMatch(line -> isCounted("Scalings", line));
    }

    @Test
    void eachReadsTheLogGroupThatHasItsLines() {
        assertThat(stack.resources("AWS::Logs::MetricFilter"))
                .extracting(filter ->
                        filter.text("MetricTransformations", 0, "MetricName") + " " + filter.text("LogGroupName"))
                .containsExactlyInAnyOrder(
                        "Requests /aws/apigateway/max-weather",
                        "ResponseTime /aws/apigateway/max-weather",
                        "ClientErrors /aws/apigateway/max-weather",
                        "ServerErrors /aws/apigateway/max-weather",
                        "InternalFailure /aws/lambda/max-weather-authorizer",
                        "PolicyDocuments /aws/lambda/max-weather-authorizer",
                        "BreakGlassEvents /aws/lambda/max-weather-authorizer",
                        "RefusedByHand /aws/lambda/max-weather-authorizer",
                        "GraceEvents /aws/lambda/max-weather-authorizer",
                        "Scalings /aws/eks/max-weather-production-cluster/cluster");
    }

    private static String scaling(String user, String verb, String subresource, String stage, int code) {
        return LogLines.audit(user, verb, subresource, "weather-api", stage, code);
    }

    private boolean isCounted(String metric, String line) {
        return !counted(metric, line).equals("nothing");
    }

    /** What the filter in the template makes of a line. */
    private String counted(String metric, String line) {
        StackTemplate.Resource filter = stack.resources("AWS::Logs::MetricFilter").stream()
                .filter(each ->
                        each.text("MetricTransformations", 0, "MetricName").equals(metric))
                .findFirst()
                .orElseThrow();
        if (!new FilterPatternMatcher(filter.text("FilterPattern")).matches(line)) {
            return "nothing";
        }
        JsonNode transformation = filter.property("MetricTransformations", 0);
        Map<String, String> dimensions = new TreeMap<>();
        for (JsonNode dimension : transformation.path("Dimensions")) {
            dimensions.put(
                    dimension.path("Key").asText(),
                    FilterPatternMatcher.property(line, dimension.path("Value").asText())
                            .asText());
        }
        String value = transformation.path("MetricValue").asText();
        return (value.startsWith("$")
                        ? FilterPatternMatcher.property(line, value).asText()
                        : value) + " " + transformation.path("Unit").asText() + " of " + dimensions;
    }
}
