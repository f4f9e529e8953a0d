package weather.kwangle.infra;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A metric that an alarm or a widget reads.
 *
 * @param dimensions names with values; the value is empty in a search, which takes all
 */
record MetricReference(String namespace, String name, Map<String, String> dimensions) {
    private static final Pattern SEARCH =
            Pattern.compile("SEARCH\\('\\{([^,}]+),([^}]+)} MetricName=\"([^\"]+)\"', '[^']+', \\d+\\)");

    MetricReference {
        dimensions = new TreeMap<>(dimensions);
    }

    Set<String> dimensionNames() {
        return new TreeSet<>(dimensions.keySet());
    }

    /** What an alarm of the template reads; of a composite alarm nothing. */
    static List<MetricReference> ofAlarm(StackTemplate.Resource alarm) {
        if (alarm.type().equals("AWS::CloudWatch::CompositeAlarm")) {
            return List.of();
        }
        if (!alarm.property("MetricName").isMissingNode()) {
            return List.of(stated(alarm.definition().path("Properties")));
        }
        return StreamSupport.stream(alarm.property("Metrics").spliterator(), false)
                .filter(query -> query.has("MetricStat"))
                .map(query -> stated(query.path("MetricStat").path("Metric")))
                .toList();
    }

    /** What one line of a dashboard's widget reads: {@code [namespace, name, dimension, value, …, {options}]}. */
    static MetricReference ofLine(JsonNode line) {
        if (line.path(0).has("expression")) {
            String expression = line.path(0).path("expression").asText();
            Matcher search = SEARCH.matcher(expression);
            if (!search.matches()) {
                throw new IllegalArgumentException("not a search that is understood here: " + expression);
            }
            Map<String, String> any = new TreeMap<>();
            Stream.of(search.group(2).split(",")).forEach(name -> any.put(name, ""));
            return new MetricReference(search.group(1), search.group(3), any);
        }
        List<String> texts = new ArrayList<>();
        line.forEach(part -> {
            if (part.isTextual()) {
                texts.add(part.asText());
            }
        });
        Map<String, String> dimensions = new TreeMap<>();
        for (int i = 2; i < texts.size(); i += 2) {
            dimensions.put(texts.get(i), texts.get(i + 1));
        }
        return new MetricReference(texts.get(0), texts.get(1), dimensions);
    }

    private static MetricReference stated(JsonNode metric) {
        Map<String, String> dimensions = new TreeMap<>();
        for (JsonNode dimension : metric.path("Dimensions")) {
            dimensions.put(dimension.path("Name").asText(), StackTemplate.text(dimension.path("Value")));
        }
        return new MetricReference(
                metric.path("Namespace").asText(), metric.path("MetricName").asText(), dimensions);
    }
}
