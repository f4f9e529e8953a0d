package weather.kwangle.infra;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.interfaces.cloudwatch.IAlarmRef;
import software.amazon.awscdk.services.cloudwatch.AlarmStatusWidget;
import software.amazon.awscdk.services.cloudwatch.Dashboard;
import software.amazon.awscdk.services.cloudwatch.GraphWidget;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.IWidget;
import software.amazon.awscdk.services.cloudwatch.LogQueryWidget;
import software.constructs.Construct;

/** Overview: is anything wrong. Performance: where the time goes. Logs: what was said. */
final class Dashboards extends Construct {
    private static final int FULL_WIDTH = 24;
    private static final int THIRD = FULL_WIDTH / 3;
    private static final int HEIGHT = 6;

    private final Names names;
    private final Metrics metrics;

    Dashboards(Construct scope, Names names, Metrics metrics, List<IAlarmRef> alarms) {
        super(scope, "Dashboards");
        this.names = names;
        this.metrics = metrics;
        add(
                "overview",
                Stream.concat(overview(alarms).stream(), accessPolicy().stream())
                        .toList());
        add("performance", performance());
        add("logs", logs());
    }

    private List<IWidget> overview(List<IAlarmRef> alarms) {
        return List.of(
                AlarmStatusWidget.Builder.create()
                        .title("Alarms")
                        .alarms(alarms)
                        .width(FULL_WIDTH)
                        .height(HEIGHT)
                        .build(),
                graph("Requests", metrics.api("Count", "SampleCount")),
                graph("Errors", metrics.api("4XXError", "Sum"), metrics.api("5XXError", "Sum")),
                graph("Response time, ms", percentiles("Latency")),
                graph("Decisions of the authorizer", metrics.byDecision()),
                graph("Refusals of the authorizer, by cause", metrics.byCause()),
                graph(
                        "Instances that admit without the quota table",
                        Stream.of(GraceEvent.values())
                                .<IMetric>map(metrics::grace)
                                .toList()),
                graph("Blocked by the firewall", metrics.firewall("BlockedRequests")),
                graph(
                        "Pods of NGINX behind the load balancer",
                        metrics.targets("HealthyHostCount", "Minimum"),
                        metrics.targets("UnHealthyHostCount", "Maximum")),
                graph(
                        "Nodes",
                        metrics.cluster("cluster_node_count", "Maximum"),
                        metrics.cluster("cluster_failed_node_count", "Maximum")),
                graph("Ready pods", perWorkload("replicas_ready", "Minimum")),
                graph(
                        "Containers in trouble",
                        metrics.cluster("pod_container_status_waiting_reason_crash_loop_back_off", "Maximum"),
                        metrics.cluster("pod_container_status_terminated_reason_oom_killed", "Maximum"),
                        metrics.cluster("pod_number_of_container_restarts", "Sum")));
    }

    /** Whether what is delivered arrives, and whether anything is refused by hand. */
    private List<IWidget> accessPolicy() {
        PolicyMetrics policy = new PolicyMetrics(names, Duration.minutes(5));
        return List.of(
                graph(
                        "The access policy in the authorizer",
                        Stream.of(
                                        PolicyEvent.POLICY_CHANGED,
                                        PolicyEvent.POLICY_REFUSED,
                                        PolicyEvent.POLICY_UNREACHABLE)
                                .<IMetric>map(event -> policy.documents(event, PolicyDocument.ACCESS_POLICY_PROFILE))
                                .toList()),
                graph(
                        "Refused by hand",
                        policy.refusedByHand(),
                        policy.breakGlass(PolicyEvent.BREAK_GLASS_BEGAN),
                        policy.breakGlass(PolicyEvent.BREAK_GLASS_ENDED)));
    }

    private List<IWidget> performance() {
        return Stream.of(requests(), authorizer(), ledger(), resources())
                .flatMap(List::stream)
                .toList();
    }

    private List<IWidget> requests() {
        return List.of(
                byOperation("Requests", LogMetric.REQUESTS, "Sum"),
                byOperation("Client errors", LogMetric.CLIENT_ERRORS, "Sum"),
                byOperation("Server errors", LogMetric.SERVER_ERRORS, "Sum"),
                byOperation("Response time p50", LogMetric.RESPONSE_TIME, "p50"),
                byOperation("Response time p95", LogMetric.RESPONSE_TIME, "p95"),
                byOperation("Response time p99", LogMetric.RESPONSE_TIME, "p99"),
                graph("Time behind API Gateway, ms", percentiles("IntegrationLatency")));
    }

    private List<IWidget> authorizer() {
        return List.of(
                graph("Time in the authorizer, ms", authorizer("Duration", "p50"), authorizer("Duration", "p99")),
                graph(
                        "Instances of the authorizer",
                        authorizer("ConcurrentExecutions", "Maximum"),
                        authorizer("Throttles", "Sum")),
                graph(
                        "Time for a decision, microseconds",
                        metrics.authorizer(AuthorizerMetric.DECISION_TIME, "p50"),
                        metrics.authorizer(AuthorizerMetric.DECISION_TIME, "p99")),
                graph(
                        "Tokens that the authorizer knew, or had to verify",
                        sums(AuthorizerMetric.TOKEN_CACHE_HITS, AuthorizerMetric.TOKEN_CACHE_MISSES)),
                graph(
                        "Fetches of the token keys",
                        sums(AuthorizerMetric.KEY_SET_FETCHES, AuthorizerMetric.KEY_SET_FETCH_FAILURES)),
                graph(
                        "Age of the token keys, s",
                        metrics.authorizer(AuthorizerMetric.KEY_SET_AGE, "Minimum"),
                        metrics.authorizer(AuthorizerMetric.KEY_SET_AGE, "Maximum")),
                graph(
                        "Calls of the quota table by the authorizer",
                        sums(AuthorizerMetric.TABLE_READS, AuthorizerMetric.TABLE_WRITES)));
    }

    /** What becomes of permits. */
    private List<IWidget> ledger() {
        return List.of(
                graph(
                        "Permits taken, and handed out",
                        sums(AuthorizerMetric.PERMITS_RESERVED, AuthorizerMetric.PERMITS_ADMITTED)),
                graph("Writes to the quota table for each permit handed out", metrics.writesForEachAdmitted()),
                graph(
                        "Permits that nobody used",
                        sums(
                                AuthorizerMetric.PERMITS_GIVEN_BACK,
                                AuthorizerMetric.PERMITS_DROPPED,
                                AuthorizerMetric.PERMITS_LOST)),
                graph(
                        "Permits handed out without the quota table, and counted afterwards",
                        sums(AuthorizerMetric.PERMITS_IN_GRACE, AuthorizerMetric.PERMITS_BOOKED)));
    }

    private List<IWidget> resources() {
        return List.of(
                graph("CPU of pods, % of the limit", perWorkload("pod_cpu_utilization_over_pod_limit", "Maximum")),
                graph(
                        "Memory of pods, % of the limit",
                        perWorkload("pod_memory_utilization_over_pod_limit", "Maximum")),
                graph(
                        "Scalings by the pod autoscaler",
                        Metrics.WORKLOADS.stream()
                                .<IMetric>map(metrics::scalings)
                                .toList()),
                graph("CPU of nodes, %", averageAndMost("node_cpu_utilization")),
                graph("Memory of nodes, %", averageAndMost("node_memory_utilization")),
                graph("Disk of nodes, %", metrics.cluster("node_filesystem_utilization", "Maximum")),
                graph("Time in the quota table, ms", metrics.eachTableOperation("SuccessfulRequestLatency", "Average")),
                graph(
                        "Capacity of the quota table",
                        metrics.table("ConsumedReadCapacityUnits", "Sum"),
                        metrics.table("ConsumedWriteCapacityUnits", "Sum")),
                graph("Refused writes of the quota table", metrics.table("ConditionalCheckFailedRequests", "Sum")),
                graph(
                        "Connections of the load balancer",
                        metrics.loadBalancer("ActiveFlowCount", "Average"),
                        metrics.loadBalancer("TCP_Target_Reset_Count", "Sum")),
                graph("Bytes out through NAT", metrics.natGateways("BytesOutToDestination", "Sum")),
                graph("Connections that NAT could not make", metrics.natGateways("ErrorPortAllocation", "Sum")));
    }

    private List<IWidget> logs() {
        List<IWidget> widgets = new ArrayList<>();
        widgets.add(graph(
                "Bytes of logs",
                metrics.logGroup("IncomingBytes", names.applicationLogs()),
                metrics.logGroup("IncomingBytes", names.apiAccessLogs()),
                metrics.logGroup("IncomingBytes", names.functionLogs(names.authorizerFunction())),
                metrics.logGroup("IncomingBytes", names.controlPlaneLogs()),
                metrics.logGroup("IncomingBytes", names.flowLogs())));
        widgets.add(graph(
                "Lines of Fluent Bit about itself", metrics.logGroup("IncomingLogEvents", names.fluentBitLogs())));
        widgets.add(graph(
                "Age of lines not yet archived, s",
                ArchivedLogs.of(names).stream()
                        .<IMetric>map(metrics::archiveAge)
                        .toList()));
        for (SavedQuery query : SavedQuery.of(names)) {
            widgets.add(LogQueryWidget.Builder.create()
                    .title(query.title())
                    .logGroupNames(List.of(query.logGroup()))
                    .queryLines(query.lines())
                    .width(FULL_WIDTH / 2)
                    .height(HEIGHT)
                    .build());
        }
        return widgets;
    }

    private List<IMetric> percentiles(String name) {
        return List.of(metrics.api(name, "p50"), metrics.api(name, "p95"), metrics.api(name, "p99"));
    }

    private List<IMetric> perWorkload(String name, String statistic) {
        return Metrics.WORKLOADS.stream()
                .<IMetric>map(workload -> metrics.workload(name, workload, statistic))
                .toList();
    }

    private IMetric authorizer(String name, String statistic) {
        return metrics.function(names.authorizerFunction(), name, statistic);
    }

    private IWidget byOperation(String what, String metric, String statistic) {
        return graph(what + " by operation", metrics.byOperation(metric, statistic));
    }

    private List<IMetric> sums(String... counts) {
        return Stream.of(counts)
                .<IMetric>map(count -> metrics.authorizer(count, "Sum"))
                .toList();
    }

    private List<IMetric> averageAndMost(String ofNodes) {
        return List.of(metrics.cluster(ofNodes, "Average"), metrics.cluster(ofNodes, "Maximum"));
    }

    private static IWidget graph(String title, IMetric... lines) {
        return graph(title, List.of(lines));
    }

    private static IWidget graph(String title, List<IMetric> lines) {
        return GraphWidget.Builder.create()
                .title(title)
                .left(lines)
                .width(THIRD)
                .height(HEIGHT)
                .build();
    }

    private void add(String topic, List<IWidget> widgets) {
        Dashboard.Builder.create(this, topic)
                .dashboardName(names.dashboard(topic))
                .defaultInterval(Duration.hours(3))
                .build()
                .addWidgets(widgets.toArray(IWidget[]::new));
    }
}
