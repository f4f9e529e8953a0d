package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The numbers of the Site Reliability Workbook, chapter 5: 14.4, 6 and 1 times the budget's pace. */
class BurnRateAlarmsTest {
    private final StackTemplate stack = CloudAssembly.production().stack("max-weather-observability");
    private final Map<String, StackTemplate.Resource> byName = stack.resources("AWS::CloudWatch::Alarm").stream()
            .collect(Collectors.toMap(alarm -> alarm.text("AlarmName"), Function.identity()));

    @ParameterizedTest
    @CsvSource({
        "14.4x-1h,  3600, 1, 0.0144, 14.4",
        "14.4x-5m,   300, 1, 0.0144, 14.4",
        "6x-6h,    21600, 1, 0.006,  6",
        "6x-30m,    1800, 1, 0.006,  6",
        "1x-3d,    86400, 3, 0.001,  1",
        "1x-6h,    21600, 1, 0.001,  1"
    })
    void eachWindowHasItsThreshold(String window, int period, int periods, double failed, double percentSlow) {
        StackTemplate.Resource availability = child("availability-burn-" + window);
        assertThat(availability.text("MetricName") + " " + availability.text("Statistic"))
                .isEqualTo("5XXError Average");
        assertThat(availability.property("Threshold").asDouble()).isEqualTo(failed);
        StackTemplate.Resource latency = child("latency-burn-" + window);
        assertThat(latency.text("MetricName") + " " + latency.text("ExtendedStatistic"))
                .isEqualTo("Latency PR(1000:)");
        assertThat(latency.property("Threshold").asDouble()).isEqualTo(percentSlow);
        for (StackTemplate.Resource alarm : new StackTemplate.Resource[] {availability, latency}) {
            assertThat(alarm.property("Period").asInt()).isEqualTo(period);
            assertThat(alarm.property("EvaluationPeriods").asInt()).isEqualTo(periods);
            assertThat(alarm.property("DatapointsToAlarm").asInt()).isEqualTo(periods);
            assertThat(alarm.text("ComparisonOperator")).isEqualTo("GreaterThanThreshold");
        }
    }

    /** CloudWatch evaluates a week at the most, and a day at the most where the period is below an hour. */
    @Test
    void noWindowIsLongerThanCloudWatchAllows() {
        assertThat(byName.values())
                .filteredOn(alarm -> alarm.text("AlarmName").contains("-burn-"))
                .hasSize(12)
                .allSatisfy(alarm -> {
                    int period = alarm.property("Period").asInt();
                    int window = period * alarm.property("EvaluationPeriods").asInt();
                    assertThat(period).isLessThanOrEqualTo(86_400);
                    assertThat(window).isLessThanOrEqualTo(period < 3_600 ? 86_400 : 604_800);
                });
    }

    @ParameterizedTest
    @CsvSource({"availability", "latency"})
    void itTakesALongAndAShortWindowToRing(String objective) {
        assertThat(rule(objective + "-budget-page"))
                .isEqualTo("((ALARM(14.4x-1h) AND ALARM(14.4x-5m)) OR (ALARM(6x-6h) AND ALARM(6x-30m)))");
        assertThat(rule(objective + "-budget-ticket")).isEqualTo("(ALARM(1x-3d) AND ALARM(1x-6h))");
    }

    private StackTemplate.Resource child(String topic) {
        StackTemplate.Resource alarm = byName.get("max-weather-" + topic);
        if (alarm == null) {
            throw new AssertionError("no alarm " + topic);
        }
        return alarm;
    }

    /** The composite alarm's rule with windows instead of ARNs. */
    private String rule(String topic) {
        String rule = stack.resources("AWS::CloudWatch::CompositeAlarm").stream()
                .filter(alarm -> alarm.text("AlarmName").equals("max-weather-" + topic))
                .findFirst()
                .orElseThrow()
                .text("AlarmRule");
        for (StackTemplate.Resource alarm : byName.values()) {
            rule = rule.replace(
                    "\"${" + alarm.logicalId() + ".Arn}\"",
                    alarm.text("AlarmName").replaceFirst(".*-burn-", ""));
        }
        return rule;
    }
}
