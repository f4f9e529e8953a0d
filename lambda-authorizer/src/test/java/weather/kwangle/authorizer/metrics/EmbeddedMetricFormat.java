package weather.kwangle.authorizer.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import weather.kwangle.authorizer.json.JsonFormatException;
import weather.kwangle.authorizer.json.StrictJson;

/**
 * The rules of the embedded metric format in our own words (Amazon CloudWatch user guide, "Specification: Embedded metric
 * format"; units, dimensions and times as in {@code MetricDatum} and {@code PutMetricData} of the CloudWatch API reference).
 * What breaks one of them is dropped by CloudWatch without a word to us.
 */
public final class EmbeddedMetricFormat {
    private static final int MAX_LINE = 256 * 1024;
    private static final int MAX_NAME = 255;
    private static final int MAX_DIMENSIONS = 30;
    private static final int MAX_DIMENSION_VALUE = 1024;
    private static final int MAX_METRICS = 100;
    private static final int MAX_VALUES = 100;
    private static final Duration MAX_PAST = Duration.ofDays(14);
    private static final Duration MAX_FUTURE = Duration.ofHours(2);

    private static final Set<String> UNITS = Set.of(
            "Seconds",
            "Microseconds",
            "Milliseconds",
            "Percent",
            "Count",
            "None",
            "Bytes",
            "Kilobytes",
            "Megabytes",
            "Gigabytes",
            "Terabytes",
            "Bits",
            "Kilobits",
            "Megabits",
            "Gigabits",
            "Terabits",
            "Count/Second",
            "Bytes/Second",
            "Kilobytes/Second",
            "Megabytes/Second",
            "Gigabytes/Second",
            "Terabytes/Second",
            "Bits/Second",
            "Kilobits/Second",
            "Megabits/Second",
            "Gigabits/Second",
            "Terabits/Second");

    private EmbeddedMetricFormat() {}

    /** Reads a line, and fails where it breaks a rule. */
    public static Map<String, Object> read(String line, Instant now) {
        assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(MAX_LINE);
        assertThat(line).doesNotContain("\n");
        Map<String, Object> root = object(line);
        Map<?, ?> metadata = (Map<?, ?>) root.get("_aws");
        assertThat(metadata).as("_aws of %s", line).isNotNull();
        assertThat(metadata.keySet()).map(String::valueOf).containsExactlyInAnyOrder("Timestamp", "CloudWatchMetrics");
        assertThat(metadata.get("Timestamp")).isInstanceOf(Long.class);
        assertThat(Instant.ofEpochMilli((Long) metadata.get("Timestamp")))
                .isBetween(now.minus(MAX_PAST), now.plus(MAX_FUTURE));
        List<?> directives = (List<?>) metadata.get("CloudWatchMetrics");
        assertThat(directives).isNotEmpty().allSatisfy(directive -> check((Map<?, ?>) directive, root));
        return root;
    }

    private static void check(Map<?, ?> directive, Map<String, Object> root) {
        assertThat(directive.keySet())
                .map(String::valueOf)
                .containsExactlyInAnyOrder("Namespace", "Dimensions", "Metrics");
        // A namespace that begins so is refused to everybody but AWS.
        assertThat(name(directive.get("Namespace")))
                .matches("[A-Za-z0-9_./#: -]+")
                .doesNotStartWith("AWS/");
        List<?> sets = (List<?>) directive.get("Dimensions");
        assertThat(sets).isNotEmpty().doesNotHaveDuplicates().allSatisfy(set -> checkDimensions((List<?>) set, root));
        List<?> metrics = (List<?>) directive.get("Metrics");
        assertThat(metrics)
                .hasSizeBetween(1, MAX_METRICS)
                .doesNotHaveDuplicates()
                .allSatisfy(metric -> checkMetric((Map<?, ?>) metric, root));
    }

    private static void checkDimensions(List<?> set, Map<String, Object> root) {
        assertThat(set).hasSizeLessThanOrEqualTo(MAX_DIMENSIONS).doesNotHaveDuplicates();
        for (Object dimension : set) {
            Object value = root.get(name(dimension));
            assertThat(value).as("dimension %s", dimension).isInstanceOf(String.class);
            assertThat((String) value)
                    .isNotBlank()
                    .hasSizeLessThanOrEqualTo(MAX_DIMENSION_VALUE)
                    .matches("[ -~]+");
        }
    }

    private static void checkMetric(Map<?, ?> metric, Map<String, Object> root) {
        assertThat(metric.keySet()).map(String::valueOf).containsExactlyInAnyOrder("Name", "Unit");
        assertThat(UNITS).contains(String.valueOf(metric.get("Unit")));
        Object value = root.get(name(metric.get("Name")));
        List<?> values = value instanceof List<?> list ? list : List.of(value == null ? "nothing" : value);
        assertThat(values)
                .as("metric %s", metric.get("Name"))
                .hasSizeBetween(1, MAX_VALUES)
                .allSatisfy(number -> assertThat(number).isInstanceOfAny(Long.class, BigDecimal.class));
    }

    private static String name(Object text) {
        assertThat(text).isInstanceOf(String.class);
        assertThat((String) text)
                .isNotBlank()
                .hasSizeLessThanOrEqualTo(MAX_NAME)
                .matches("[ -~]+");
        return (String) text;
    }

    private static Map<String, Object> object(String line) {
        try {
            return StrictJson.object(line.getBytes(StandardCharsets.UTF_8), 8);
        } catch (JsonFormatException e) {
            throw new AssertionError(line, e);
        }
    }
}
