package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MetricPublisherTest {

    static List<CloudAssembly> assemblies() {
        return CloudAssembly.all();
    }

    @ParameterizedTest
    @MethodSource("assemblies")
    void eachMetricThatAnAlarmReadsIsPublishedBySomebody(CloudAssembly assembly) {
        List<MetricReference> read = Stream.of("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm")
                .flatMap(assembly::resources)
                .flatMap(alarm -> MetricReference.ofAlarm(alarm).stream())
                .toList();
        assertThat(read).isNotEmpty().allMatch(metric -> isPublished(assembly, metric));
    }

    @ParameterizedTest
    @MethodSource("assemblies")
    void eachMetricThatAWidgetShowsIsPublishedBySomebody(CloudAssembly assembly) {
        List<MetricReference> shown =
                Widget.of(assembly).flatMap(widget -> widget.metrics().stream()).toList();
        assertThat(shown).isNotEmpty().allMatch(metric -> isPublished(assembly, metric));
    }

    @Test
    void aMetricThatNobodyPublishesIsFound() {
        CloudAssembly production = CloudAssembly.production();
        Map<String, String> stage = Map.of("ApiName", "max-weather", "Stage", "v1");
        assertThat(isPublished(production, new MetricReference("AWS/ApiGateway", "Count", stage)))
                .isTrue();
        assertThat(isPublished(production, new MetricReference("AWS/ApiGateway", "Requests", stage)))
                .isFalse();
        assertThat(isPublished(
                        production, new MetricReference("AWS/ApiGateway", "Count", Map.of("ApiId", "a1b2c3d4e5"))))
                .isFalse();
        assertThat(isPublished(production, new MetricReference("MaxWeather/production", "Requests", Map.of())))
                .isFalse();
    }

    /** A list that holds what nobody reads would be believed to be watched. */
    @Test
    void nothingIsOnTheListThatNobodyReads() {
        CloudAssembly assembly = CloudAssembly.production();
        Set<String> read = new TreeSet<>();
        Stream.concat(
                        assembly.resources("AWS::CloudWatch::Alarm")
                                .flatMap(alarm -> MetricReference.ofAlarm(alarm).stream()),
                        Widget.of(assembly).flatMap(widget -> widget.metrics().stream()))
                .forEach(metric -> read.add(metric.namespace() + " " + metric.name()));
        assertThat(MetricPublisher.of(assembly).stream()
                        .flatMap(publisher ->
                                publisher.metrics().stream().map(name -> publisher.namespace() + " " + name)))
                .allMatch(read::contains);
    }

    private static boolean isPublished(CloudAssembly assembly, MetricReference metric) {
        return MetricPublisher.of(assembly).stream().anyMatch(publisher -> publisher.publishes(metric));
    }
}
