package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AlarmsTest {
    private static final Pattern RUNBOOK = Pattern.compile("Runbook: (docs/runbooks/[a-z-]+\\.md)$");

    private final CloudAssembly production = CloudAssembly.production();

    static List<CloudAssembly> assemblies() {
        return CloudAssembly.all();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            high-error-rate           | 5XXError Average                                               | above 0.05 | 1 of 1 in 300 s   | notBreaching
            high-cpu                  | node_cpu_utilization Maximum                                   | above 80   | 10 of 10 in 60 s  | missing
            high-memory               | node_memory_utilization Maximum                                | above 85   | 10 of 10 in 60 s  | missing
            pod-crash-loop            | pod_container_status_waiting_reason_crash_loop_back_off Maximum | above 0   | 3 of 5 in 60 s    | notBreaching
            node-not-ready            | cluster_failed_node_count Maximum                              | above 0    | 5 of 5 in 60 s    | breaching
            authorizer-failing        | InternalFailure Sum                                            | above 4    | 1 of 1 in 300 s   | notBreaching
            key-set-failing           | KeySetFetchFailures Sum                                        | above 0    | 3 of 3 in 300 s   | notBreaching
            key-set-old               | KeySetAge Minimum                                              | above 2700 | 1 of 1 in 300 s   | notBreaching
            authorizer-throttled      | Throttles Sum                                                  | above 0    | 1 of 1 in 300 s   | notBreaching
            unhealthy-hosts           | UnHealthyHostCount Maximum                                     | above 0    | 5 of 5 in 60 s    | notBreaching
            too-few-healthy-hosts     | HealthyHostCount Minimum                                       | below 2    | 3 of 3 in 60 s    | breaching
            edge-key-rotation-failing | Errors Sum                                                     | above 0    | 1 of 1 in 300 s   | notBreaching
            policy-failing            | InternalFailure Sum                                            | above 2    | 2 of 3 in 60 s    | notBreaching
            policy-refused            | PolicyDocuments Sum                                            | above 0    | 1 of 1 in 60 s    | notBreaching
            break-glass-refused       | PolicyDocuments Sum                                            | above 0    | 1 of 1 in 60 s    | notBreaching
            refunds-failing           | Errors Sum                                                     | above 0    | 3 of 3 in 300 s   | notBreaching
            refunds-undelivered       | ApproximateNumberOfMessagesVisible Maximum                     | above 0    | 1 of 1 in 300 s   | notBreaching
            certificate-expiring      | DaysToExpiry Minimum                                           | below 30   | 1 of 1 in 86400 s | missing
            """)
    void ringsAtItsThreshold(String topic, String metric, String threshold, String when, String silence) {
        StackTemplate.Resource alarm = alarm(topic);
        assertThat(alarm.text("MetricName") + " " + alarm.text("Statistic")).isEqualTo(metric);
        assertThat(threshold(alarm)).isEqualTo(threshold);
        assertThat(when(alarm, alarm.text("Period"))).isEqualTo(when);
        assertThat(alarm.text("TreatMissingData")).isEqualTo(silence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            quota-table-throttled | SUM(METRICS()) | ThrottledRequests, ThrottledRequests, ThrottledRequests | above 0    | 1 of 1 in 300 s
            quota-table-failing   | SUM(METRICS()) | SystemErrors, SystemErrors, SystemErrors | above 0    | 1 of 1 in 300 s
            quota-grace           | FILL(began, 0) + FILL(lasts, 0) | GraceEvents, GraceEvents | above 0 | 1 of 1 in 300 s
            permits-lost          | IF((FILL(lost, 0) + FILL(reserved, 0)) >= 300, 100 * FILL(lost, 0) / (FILL(lost, 0) + FILL(reserved, 0))) | PermitsLost, PermitsReserved | above 1 | 3 of 3 in 300 s
            policy-unreachable    | FILL(lost0, 0) - FILL(back1, 0) + FILL(lost2, 0) - FILL(back3, 0) | PolicyDocuments, PolicyDocuments, PolicyDocuments, PolicyDocuments | above 0 | 1 of 1 in 300 s
            break-glass-lasting   | FILL(refused, 0) + FILL(began, 0) | RefusedByHand, BreakGlassEvents | above 0 | 12 of 24 in 3600 s
            log-archive-late      | MAX(METRICS()) | DeliveryToS3.DataFreshness, DeliveryToS3.DataFreshness, DeliveryToS3.DataFreshness, DeliveryToS3.DataFreshness | above 3600 | 3 of 3 in 300 s
            """)
    void ringsAtTheThresholdOfSeveralMetrics(
            String topic, String expression, String metrics, String threshold, String when) {
        StackTemplate.Resource alarm = alarm(topic);
        assertThat(alarm.text("Metrics", 0, "Expression")).isEqualTo(expression);
        assertThat(MetricReference.ofAlarm(alarm).stream()
                        .map(MetricReference::name)
                        .collect(Collectors.joining(", ")))
                .isEqualTo(metrics);
        assertThat(threshold(alarm)).isEqualTo(threshold);
        assertThat(when(alarm, alarm.text("Metrics", 1, "MetricStat", "Period")))
                .isEqualTo(when);
    }

    @ParameterizedTest
    @MethodSource("assemblies")
    void eachAlarmTellsWhoIsOnCallWhenItRingsAndWhenItStops(CloudAssembly assembly) {
        String rules = assembly.resources("AWS::CloudWatch::CompositeAlarm")
                .map(alarm -> alarm.text("AlarmRule"))
                .collect(Collectors.joining());
        assertThat(alarms(assembly)).isNotEmpty().allSatisfy(alarm -> {
            if (rules.contains("${" + alarm.logicalId() + ".Arn}")) {
                assertThat(alarm.property("AlarmActions"))
                        .as("half of a reason rings through the whole")
                        .isEmpty();
            } else {
                // An alarm of another stack knows the topic by its name.
                String topic = alarm.stack().equals(topic(assembly).stack())
                        ? "${" + topic(assembly).logicalId() + "}"
                        : "arn:aws:sns:us-east-1:${AWS::AccountId}:"
                                + topic(assembly).text("TopicName");
                assertThat(alarm.text("AlarmActions", 0)).as(alarm.toString()).isEqualTo(topic);
                assertThat(alarm.text("OKActions", 0)).as(alarm.toString()).isEqualTo(topic);
            }
        });
    }

    @ParameterizedTest
    @MethodSource("assemblies")
    void eachAlarmNamesARunbookThatNamesIt(CloudAssembly assembly) {
        assertThat(alarms(assembly)).allSatisfy(alarm -> {
            Matcher runbook = RUNBOOK.matcher(alarm.text("AlarmDescription"));
            assertThat(runbook.find()).as(alarm.text("AlarmName")).isTrue();
            String topic = alarm.text("AlarmName").replaceFirst("^max-weather(-staging)?-", "");
            assertThat(read(CloudAssembly.ROOT.resolve(runbook.group(1)))).contains("`" + topic + "`");
        });
    }

    @Test
    void withoutADomainThereIsNoCertificateToWatch() {
        assertThat(names(production)).contains("max-weather-certificate-expiring");
        assertThat(names(CloudAssembly.productionWithoutDomain()))
                .isNotEmpty()
                .doesNotContain("max-weather-certificate-expiring");
    }

    @Test
    void whereNodesSleepAtNightTheirSilenceRingsNobody() {
        CloudAssembly staging = CloudAssembly.staging();
        assertThat(alarm(staging, "max-weather-staging-node-not-ready").text("TreatMissingData"))
                .isEqualTo("notBreaching");
        assertThat(List.of("unhealthy-hosts", "too-few-healthy-hosts"))
                .extracting(
                        topic -> alarm(staging, "max-weather-staging-" + topic).text("Metrics", 0, "Expression"))
                .containsOnly("IF(FILL(nodes, 0) > 0, value)");
    }

    private static String threshold(StackTemplate.Resource alarm) {
        String side = switch (alarm.text("ComparisonOperator")) {
            case "GreaterThanThreshold" -> "above ";
            case "LessThanThreshold" -> "below ";
            default -> alarm.text("ComparisonOperator") + " ";
        };
        return side + alarm.text("Threshold");
    }

    private static String when(StackTemplate.Resource alarm, String period) {
        return alarm.text("DatapointsToAlarm") + " of " + alarm.text("EvaluationPeriods") + " in " + period + " s";
    }

    private StackTemplate.Resource alarm(String topic) {
        return alarm(production, "max-weather-" + topic);
    }

    private static StackTemplate.Resource alarm(CloudAssembly assembly, String name) {
        return assembly.resources("AWS::CloudWatch::Alarm")
                .filter(alarm -> alarm.text("AlarmName").equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no alarm " + name));
    }

    private static List<StackTemplate.Resource> alarms(CloudAssembly assembly) {
        return Stream.of("AWS::CloudWatch::Alarm", "AWS::CloudWatch::CompositeAlarm")
                .flatMap(assembly::resources)
                .toList();
    }

    private static List<String> names(CloudAssembly assembly) {
        return alarms(assembly).stream().map(alarm -> alarm.text("AlarmName")).toList();
    }

    private static StackTemplate.Resource topic(CloudAssembly assembly) {
        return assembly.resources("AWS::SNS::Topic").findFirst().orElseThrow();
    }

    private static String read(Path file) throws IOException {
        assertThat(file).exists();
        return Files.readString(file);
    }
}
