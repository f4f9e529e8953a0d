package weather.kwangle.infra;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import weather.kwangle.authorizer.MetricLinesOfAuthorizer;

/**
 * Everyone who puts metrics into CloudWatch for us: with which names and dimensions, and by what it is set up. The list
 * is closed; a metric that is not on it does not exist.
 *
 * @param name as docs/observability.md has it
 * @param namespace of the metrics
 * @param dimensionSets each the names of the dimensions that the publisher gives together, separated by spaces
 * @param metrics names; of its metrics those that we read
 */
record MetricPublisher(String name, String namespace, Set<String> dimensionSets, Set<String> metrics) {

    /**
     * Names and dimensions from each service's own page, such as
     * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html, and for
     * Container Insights
     * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-metrics-enhanced-EKS.html.
     */
    static List<MetricPublisher> of(CloudAssembly assembly) {
        Stream<MetricPublisher> services = Stream.of(
                new MetricPublisher(
                        "API Gateway",
                        "AWS/ApiGateway",
                        Set.of("ApiName Stage"),
                        words("Count Latency IntegrationLatency 4XXError 5XXError")),
                new MetricPublisher(
                        "CloudWatch add-on",
                        "ContainerInsights",
                        Set.of("ClusterName"),
                        words(
                                "node_cpu_utilization node_memory_utilization node_filesystem_utilization cluster_node_count"
                                        + " cluster_failed_node_count pod_number_of_container_restarts"
                                        + " pod_container_status_waiting_reason_crash_loop_back_off"
                                        + " pod_container_status_terminated_reason_oom_killed")),
                new MetricPublisher(
                        "CloudWatch add-on",
                        "ContainerInsights",
                        Set.of("ClusterName Namespace PodName"),
                        words(
                                "pod_cpu_utilization_over_pod_limit pod_memory_utilization_over_pod_limit replicas_ready")),
                new MetricPublisher(
                        "Network Load Balancer",
                        "AWS/NetworkELB",
                        Set.of("LoadBalancer"),
                        words("ActiveFlowCount TCP_Target_Reset_Count")),
                new MetricPublisher(
                        "Network Load Balancer",
                        "AWS/NetworkELB",
                        Set.of("LoadBalancer TargetGroup"),
                        words("HealthyHostCount UnHealthyHostCount")),
                new MetricPublisher(
                        "Lambda",
                        "AWS/Lambda",
                        Set.of("FunctionName"),
                        words("Errors Duration Throttles ConcurrentExecutions")),
                new MetricPublisher("SQS", "AWS/SQS", Set.of("QueueName"), words("ApproximateNumberOfMessagesVisible")),
                new MetricPublisher(
                        "DynamoDB",
                        "AWS/DynamoDB",
                        Set.of("TableName"),
                        words("ConsumedReadCapacityUnits ConsumedWriteCapacityUnits ConditionalCheckFailedRequests")),
                new MetricPublisher(
                        "DynamoDB",
                        "AWS/DynamoDB",
                        Set.of("Operation TableName"),
                        words("SuccessfulRequestLatency SystemErrors ThrottledRequests")),
                new MetricPublisher("WAF", "AWS/WAFV2", Set.of("Region Rule WebACL"), words("BlockedRequests")),
                new MetricPublisher(
                        "NAT gateway",
                        "AWS/NATGateway",
                        Set.of("NatGatewayId"),
                        words("BytesOutToDestination ErrorPortAllocation")),
                new MetricPublisher(
                        "Certificate Manager",
                        "AWS/CertificateManager",
                        Set.of("CertificateArn"),
                        words("DaysToExpiry")),
                new MetricPublisher(
                        "CloudWatch Logs",
                        "AWS/Logs",
                        Set.of("LogGroupName"),
                        words("IncomingBytes IncomingLogEvents")),
                new MetricPublisher(
                        "Firehose", "AWS/Firehose", Set.of("DeliveryStreamName"), words("DeliveryToS3.DataFreshness")));
        return Stream.of(services, filters(assembly), authorizer(assembly))
                .flatMap(Function.identity())
                .toList();
    }

    /** What the function really writes, with the environment that the template gives it. */
    private static Stream<MetricPublisher> authorizer(CloudAssembly assembly) {
        return assembly.resources("AWS::Lambda::Function")
                .map(function -> function.property("Environment", "Variables", "METRIC_NAMESPACE"))
                .filter(JsonNode::isTextual)
                .flatMap(namespace -> MetricLinesOfAuthorizer.in(namespace.asText()).stream())
                .flatMap(line ->
                        json(line).path("_aws").path("CloudWatchMetrics").valueStream())
                .distinct()
                .map(directive -> new MetricPublisher(
                        "Authorizer",
                        directive.path("Namespace").asText(),
                        directive
                                .path("Dimensions")
                                .valueStream()
                                .map(MetricPublisher::sortedWords)
                                .collect(Collectors.toSet()),
                        directive
                                .path("Metrics")
                                .valueStream()
                                .map(metric -> metric.path("Name").asText())
                                .collect(Collectors.toSet())));
    }

    private static String sortedWords(JsonNode texts) {
        return texts.valueStream().map(JsonNode::asText).sorted().collect(Collectors.joining(" "));
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(line, e);
        }
    }

    /** The metric filters that the templates really hold. */
    private static Stream<MetricPublisher> filters(CloudAssembly assembly) {
        return assembly.resources("AWS::Logs::MetricFilter")
                .map(filter -> filter.property("MetricTransformations", 0))
                .map(made -> new MetricPublisher(
                        "Metric filter",
                        made.path("MetricNamespace").asText(),
                        Set.of(made.path("Dimensions")
                                .valueStream()
                                .map(dimension -> dimension.path("Key").asText())
                                .sorted()
                                .collect(Collectors.joining(" "))),
                        Set.of(made.path("MetricName").asText())));
    }

    boolean publishes(MetricReference metric) {
        return namespace.equals(metric.namespace())
                && metrics.contains(metric.name())
                && dimensionSets.contains(String.join(" ", metric.dimensionNames()));
    }

    private static Set<String> words(String names) {
        return new TreeSet<>(Arrays.asList(names.split(" ")));
    }
}
