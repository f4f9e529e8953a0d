package weather.kwangle.infra;

import software.amazon.awscdk.services.logs.FilterPattern;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.MetricFilter;
import software.constructs.Construct;

/** Has CloudWatch Logs make the metrics of {@link LogMetric}. */
final class MetricFilters extends Construct {
    MetricFilters(Construct scope, Names names) {
        super(scope, "MetricFilters");
        for (LogMetric metric : LogMetric.of(names)) {
            MetricFilter.Builder filter = MetricFilter.Builder.create(this, metric.name())
                    .filterName(metric.name())
                    .logGroup(LogGroup.fromLogGroupName(this, metric.name() + "Lines", metric.logGroup()))
                    .filterPattern(FilterPattern.literal(metric.pattern()))
                    .metricNamespace(names.metricNamespace())
                    .metricName(metric.name())
                    .metricValue(metric.value())
                    .unit(metric.unit());
            if (!metric.dimensions().isEmpty()) {
                filter.dimensions(metric.dimensions());
            }
            filter.build();
        }
    }
}
