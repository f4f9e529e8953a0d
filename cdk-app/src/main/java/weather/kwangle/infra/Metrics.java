package weather.kwangle.infra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.cloudwatch.SearchExpression;

/** The metrics that alarms and dashboards read, by who publishes them (docs/observability.md). */
final class Metrics {
    /** Names of the Deployments, as the chart has them. */
    static final List<String> WORKLOADS = List.of("edge-gateway", "weather-api");

    /** What the code asks of the quota table. */
    private static final List<String> TABLE_OPERATIONS = List.of("GetItem", "UpdateItem", "TransactWriteItems");

    /** With fewer in a period, a single lost answer would look like many. */
    private static final int FEWEST_PERMITS = 300;

    private final EnvironmentSettings settings;
    private final Names names;
    private final WatchedResources watched;
    private final Duration period;

    Metrics(EnvironmentSettings settings, WatchedResources watched) {
        this(settings, watched, Duration.minutes(5));
    }

    private Metrics(EnvironmentSettings settings, WatchedResources watched, Duration period) {
        this.settings = settings;
        this.names = settings.names();
        this.watched = watched;
        this.period = period;
    }

    /** The same metrics, a value for each such period instead of five minutes. */
    Metrics every(Duration other) {
        return new Metrics(settings, watched, other);
    }

    /** The stage as a whole. */
    Metric api(String name, String statistic) {
        return metric("AWS/ApiGateway", name, statistic, "ApiName", names.restApi(), "Stage", RestApiStage.NAME);
    }

    /** One line for each operation that was called, from the access log. */
    IMetric byOperation(String name, String statistic) {
        return search("{%s,Method,Resource} MetricName=\"%s\"".formatted(names.metricNamespace(), name), statistic);
    }

    IMetric byDecision() {
        return search(
                "{%s,Decision} MetricName=\"%s\"".formatted(names.metricNamespace(), AuthorizerMetric.DECISIONS),
                "Sum");
    }

    IMetric byCause() {
        return search(
                "{%s,Decision,Cause} MetricName=\"%s\"".formatted(names.metricNamespace(), AuthorizerMetric.DECISIONS),
                "Sum");
    }

    /** What the authorizer tells of itself, over all its instances. */
    Metric authorizer(String name, String statistic) {
        return metric(names.metricNamespace(), name, statistic);
    }

    Metric grace(GraceEvent event) {
        return metric(names.metricNamespace(), LogMetric.GRACE_EVENTS, "Sum", "Event", event.wireName());
    }

    /** Instances that begin to admit requests without the table, and those that go on: each tells once a minute. */
    IMetric graceInForce() {
        Map<String, IMetric> using = new LinkedHashMap<>();
        using.put("began", grace(GraceEvent.GRACE_BEGAN));
        using.put("lasts", grace(GraceEvent.GRACE_LASTS));
        return expression("FILL(began, 0) + FILL(lasts, 0)", using);
    }

    /** What of all that was asked of the table it did not answer; nothing while little is asked. */
    IMetric lostPermitsPercent() {
        Map<String, IMetric> using = new LinkedHashMap<>();
        using.put("lost", authorizer(AuthorizerMetric.PERMITS_LOST, "Sum"));
        using.put("reserved", authorizer(AuthorizerMetric.PERMITS_RESERVED, "Sum"));
        String all = "(FILL(lost, 0) + FILL(reserved, 0))";
        return expression("IF(%s >= %d, 100 * FILL(lost, 0) / %s)".formatted(all, FEWEST_PERMITS, all), using);
    }

    /** What a request costs of the table: 1 where clients are slow, much less where they are fast. */
    IMetric writesForEachAdmitted() {
        Map<String, IMetric> using = new LinkedHashMap<>();
        using.put("writes", authorizer(AuthorizerMetric.TABLE_WRITES, "Sum"));
        using.put("admitted", authorizer(AuthorizerMetric.PERMITS_ADMITTED, "Sum"));
        return expression("writes / admitted", using);
    }

    Metric internalFailures() {
        return metric(names.metricNamespace(), LogMetric.INTERNAL_FAILURE, "Sum");
    }

    Metric scalings(String workload) {
        return metric(names.metricNamespace(), LogMetric.SCALINGS, "Sum", "Deployment", workload);
    }

    /** Container Insights, over all nodes or pods of the cluster. */
    Metric cluster(String name, String statistic) {
        return metric("ContainerInsights", name, statistic, "ClusterName", names.cluster());
    }

    /** Container Insights, over the pods of one Deployment, which it calls a pod name. */
    Metric workload(String name, String workload, String statistic) {
        return metric(
                "ContainerInsights",
                name,
                statistic,
                "ClusterName",
                names.cluster(),
                "Namespace",
                names.namespace(),
                "PodName",
                workload);
    }

    Metric loadBalancer(String name, String statistic) {
        return metric("AWS/NetworkELB", name, statistic, "LoadBalancer", watched.loadBalancer());
    }

    Metric targets(String name, String statistic) {
        return metric(
                "AWS/NetworkELB",
                name,
                statistic,
                "LoadBalancer",
                watched.loadBalancer(),
                "TargetGroup",
                watched.targetGroup());
    }

    /**
     * The metric, and nothing where the nodes sleep at night and are asleep: targets of a cluster without nodes are
     * unhealthy and nobody's concern.
     */
    IMetric whileNodesRun(Metric metric) {
        if (settings.nodes().officeHours().isEmpty()) {
            return metric;
        }
        Map<String, IMetric> using = new LinkedHashMap<>();
        using.put("value", metric);
        using.put("nodes", cluster("cluster_node_count", "Maximum"));
        return expression("IF(FILL(nodes, 0) > 0, value)", using);
    }

    Metric function(String function, String name, String statistic) {
        return metric("AWS/Lambda", name, statistic, "FunctionName", function);
    }

    Metric queue(String queue, String name, String statistic) {
        return metric("AWS/SQS", name, statistic, "QueueName", queue);
    }

    Metric table(String name, String statistic) {
        return metric("AWS/DynamoDB", name, statistic, "TableName", names.quotaTable());
    }

    /** The sum over the operations that the code asks for. */
    IMetric tableOperations(String name) {
        Map<String, IMetric> using = new LinkedHashMap<>();
        for (String operation : TABLE_OPERATIONS) {
            using.put(operation.substring(0, 3).toLowerCase(Locale.ROOT), tableOperation(name, operation, "Sum"));
        }
        return expression("SUM(METRICS())", using);
    }

    List<IMetric> eachTableOperation(String name, String statistic) {
        return TABLE_OPERATIONS.stream()
                .<IMetric>map(operation -> tableOperation(name, operation, statistic))
                .toList();
    }

    private Metric tableOperation(String name, String operation, String statistic) {
        return metric("AWS/DynamoDB", name, statistic, "TableName", names.quotaTable(), "Operation", operation);
    }

    /** The web ACL has the name of the API that it stands before. */
    Metric firewall(String name) {
        return metric("AWS/WAFV2", name, "Sum", "WebACL", names.restApi(), "Rule", "ALL", "Region", settings.region());
    }

    List<IMetric> natGateways(String name, String statistic) {
        return watched.natGateways().stream()
                .<IMetric>map(id -> metric("AWS/NATGateway", name, statistic, "NatGatewayId", id))
                .toList();
    }

    /** Share of requests that we failed, 0 to 1; 4xx is the client's. */
    Metric errorRate() {
        return api("5XXError", "Average");
    }

    /** Percentage of requests that took this long or longer, from the first byte in to the last out. */
    Metric slowerThan(Duration limit) {
        return api("Latency", "PR(%s:)".formatted(limit.toMilliseconds()));
    }

    /** Days that the certificate has left, told twice a day. */
    Optional<Metric> certificate() {
        return watched.certificateArn()
                .map(arn -> every(Duration.days(1))
                        .metric("AWS/CertificateManager", "DaysToExpiry", "Minimum", "CertificateArn", arn));
    }

    Metric logGroup(String name, String logGroup) {
        return metric("AWS/Logs", name, "Sum", "LogGroupName", logGroup);
    }

    /** Age in seconds of the oldest line that is not yet in the archive. */
    Metric archiveAge(ArchivedLogs logs) {
        return metric(
                "AWS/Firehose",
                "DeliveryToS3.DataFreshness",
                "Maximum",
                "DeliveryStreamName",
                names.archiveStream(logs.folder()));
    }

    IMetric expression(String expression, Map<String, IMetric> using) {
        return MathExpression.Builder.create()
                .expression(expression)
                .usingMetrics(using)
                .period(period)
                .build();
    }

    private SearchExpression search(String query, String statistic) {
        return SearchExpression.Builder.create()
                .expression("SEARCH('%s', '%s', %s)".formatted(query, statistic, period.toSeconds()))
                .label("")
                .period(period)
                .build();
    }

    private Metric metric(String namespace, String name, String statistic, String... dimensions) {
        Map<String, String> byName = new LinkedHashMap<>();
        for (int i = 0; i < dimensions.length; i += 2) {
            byName.put(dimensions[i], dimensions[i + 1]);
        }
        return Metric.Builder.create()
                .namespace(namespace)
                .metricName(name)
                .statistic(statistic)
                .dimensionsMap(byName)
                .period(period)
                .build();
    }
}
