package weather.kwangle.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * One widget of a dashboard.
 *
 * @param dashboard its name, such as {@code max-weather-overview}
 * @param type {@code metric}, {@code log} or {@code alarm}
 */
record Widget(String dashboard, String type, String title, JsonNode properties) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static Stream<Widget> of(CloudAssembly assembly) {
        return assembly.resources("AWS::CloudWatch::Dashboard").flatMap(Widget::of);
    }

    private static Stream<Widget> of(StackTemplate.Resource dashboard) {
        try {
            JsonNode body = JSON.readTree(dashboard.text("DashboardBody"));
            return StreamSupport.stream(body.path("widgets").spliterator(), false)
                    .map(widget -> new Widget(
                            dashboard.text("DashboardName"),
                            widget.path("type").asText(),
                            widget.path("properties").path("title").asText(),
                            widget.path("properties")));
        } catch (JsonProcessingException e) {
            throw new AssertionError(dashboard + " has no JSON as its body", e);
        }
    }

    List<MetricReference> metrics() {
        return StreamSupport.stream(properties.path("metrics").spliterator(), false)
                .filter(line -> !isArithmetic(line))
                .map(MetricReference::ofLine)
                .toList();
    }

    /** Whether a line computes something of the lines beside it, which name the metrics. */
    private static boolean isArithmetic(JsonNode line) {
        return line.path(0).path("expression").asText().matches("[a-z]+ / [a-z]+");
    }
}
