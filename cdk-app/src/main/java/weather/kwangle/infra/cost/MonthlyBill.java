package weather.kwangle.infra.cost;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** What the templates cost in a month of 730 hours: their resources times prices, and assumed usage. */
final class MonthlyBill {
    /** AWS's own month. */
    static final BigDecimal HOURS = BigDecimal.valueOf(730);

    /** The item of what the document does not price. */
    static final String UNLISTED = "Not in the document's list";

    private final Templates templates;
    private final CostTables tables;
    private final List<CostLine> lines = new ArrayList<>();

    private MonthlyBill(Templates templates, CostTables tables) {
        this.templates = templates;
        this.tables = tables;
    }

    static List<CostLine> of(Templates templates, CostTables tables) {
        MonthlyBill bill = new MonthlyBill(templates, tables);
        bill.addCluster();
        bill.addNetwork();
        bill.addApi();
        bill.addWatching();
        bill.addKeptThings();
        return bill.lines.stream().filter(line -> line.quantity().signum() > 0).toList();
    }

    private void addCluster() {
        add("EKS control plane", "clusters", hours(count("AWS::EKS::Cluster")), "eks-cluster-hour");
        templates.properties("AWS::EKS::Nodegroup").forEach(group -> {
            BigDecimal nodes = group.path("ScalingConfig").path("DesiredSize").decimalValue();
            String type = group.path("InstanceTypes").path(0).asText();
            add("EC2 instances", type, hours(nodes), type + "-hour");
            BigDecimal disk = group.path("DiskSize").isNumber()
                    ? group.path("DiskSize").decimalValue()
                    : tables.used("node-gigabytes");
            add("EC2 instances", "disks", nodes.multiply(disk), "gp3-gigabyte-month");
        });
        BigDecimal repositories = count("AWS::ECR::Repository");
        add("ECR", "images", onlyWith(repositories, tables.used("image-gigabytes")), "registry-gigabyte-month");
    }

    private void addNetwork() {
        BigDecimal gateways = count("AWS::EC2::NatGateway");
        add("NAT gateways", "gateways", hours(gateways), "nat-gateway-hour");
        add("NAT gateways", "bytes", onlyWith(gateways, tables.used("nat-gigabytes")), "nat-gateway-gigabyte");
        add("NAT gateways", "addresses", hours(count("AWS::EC2::EIP")), "public-address-hour");
        BigDecimal balancers = count("AWS::ElasticLoadBalancingV2::LoadBalancer");
        add("Network Load Balancer", "load balancer", hours(balancers), "load-balancer-hour");
        add(
                "Network Load Balancer",
                "traffic",
                hours(balancers.multiply(tables.used("load-balancer-units"))),
                "load-balancer-unit-hour");
        BigDecimal zones = templates
                .properties("AWS::EC2::VPCEndpoint")
                .filter(endpoint -> endpoint.path("VpcEndpointType").asText().equals("Interface"))
                .map(endpoint -> BigDecimal.valueOf(endpoint.path("SubnetIds").size()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        add(UNLISTED, "interface endpoints", hours(zones), "interface-endpoint-hour");
        add(UNLISTED, "private zones", count("AWS::Route53::HostedZone"), "hosted-zone-month");
    }

    private void addApi() {
        BigDecimal apis = count("AWS::ApiGateway::RestApi");
        BigDecimal requests = tables.used("million-requests");
        add("API Gateway", "requests", onlyWith(apis, requests), "api-million-requests");
        add("API Gateway", "answers", onlyWith(apis, tables.used("answer-gigabytes")), "internet-gigabyte");
        BigDecimal acls = count("AWS::WAFv2::WebACL");
        BigDecimal rules = templates
                .properties("AWS::WAFv2::WebACL")
                .map(acl -> BigDecimal.valueOf(acl.path("Rules").size()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        add(UNLISTED, "firewall", acls, "web-acl-month");
        add(UNLISTED, "rules of the firewall", rules, "web-acl-rule-month");
        add(UNLISTED, "requests through the firewall", onlyWith(acls, requests), "web-acl-million-requests");
        BigDecimal authorizers = count("AWS::ApiGateway::Authorizer").max(count("AWS::Lambda::Alias"));
        add(UNLISTED, "calls of the authorizer", onlyWith(authorizers, requests), "function-million-requests");
        add(
                UNLISTED,
                "time of the authorizer",
                onlyWith(authorizers, requests.multiply(tables.used("authorizer-seconds"))),
                "function-million-gigabyte-seconds");
        addPolicyDelivery();
        BigDecimal refunds = onlyWith(
                BigDecimal.valueOf(templates
                        .properties("AWS::Logs::SubscriptionFilter")
                        .filter(filter -> filter.path("FilterName").asText().equals("refunds"))
                        .count()),
                requests.multiply(tables.used("refunded-share")));
        add(UNLISTED, "calls for refunds", refunds, "function-million-requests");
        add(
                UNLISTED,
                "time of refunds",
                refunds.multiply(tables.used("refund-seconds")),
                "function-million-gigabyte-seconds");
        BigDecimal machines = BigDecimal.valueOf(templates
                .properties("AWS::Cognito::UserPoolClient")
                .filter(client -> client.path("AllowedOAuthFlows").toString().contains("client_credentials"))
                .count());
        add(UNLISTED, "clients for machines", machines, "machine-client-month");
        add(
                UNLISTED,
                "tokens for machines",
                machines.multiply(tables.used("tokens-per-machine-client")).movePointLeft(3),
                "thousand-machine-tokens");
    }

    /** AppConfig's agents ask for each document that they know, all month. */
    private void addPolicyDelivery() {
        BigDecimal asked = templates
                .properties("AWS::Lambda::Function")
                .map(function -> function.path("Environment").path("Variables"))
                .filter(variables -> variables.has("AWS_APPCONFIG_EXTENSION_POLL_INTERVAL_SECONDS"))
                .map(MonthlyBill::pollsOfAMonth)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        add(
                UNLISTED,
                "questions for the access policy",
                asked.multiply(tables.used("authorizer-instances")).movePointLeft(6),
                "configuration-million-requests");
        add(
                UNLISTED,
                "answers with the access policy",
                onlyWith(count("AWS::AppConfig::Application"), tables.used("configurations-received"))
                        .movePointLeft(3),
                "thousand-configurations");
    }

    private static BigDecimal pollsOfAMonth(JsonNode variables) {
        BigDecimal seconds = new BigDecimal(
                variables.path("AWS_APPCONFIG_EXTENSION_POLL_INTERVAL_SECONDS").asText());
        long documents = variables
                .valueStream()
                .filter(value -> value.asText().startsWith("http://localhost:2772/"))
                .count();
        return hours(BigDecimal.valueOf(3600L * documents)).divide(seconds, RoundingMode.HALF_UP);
    }

    private void addWatching() {
        BigDecimal operations = tables.used("operations");
        BigDecimal byOperation = BigDecimal.valueOf(templates
                .properties("AWS::Logs::MetricFilter")
                .map(filter -> filter.path("MetricTransformations").path(0).path("Dimensions"))
                .filter(dimensions -> dimensions.findValuesAsText("Key").contains("Resource"))
                .count());
        add("CloudWatch", "lines of logs", tables.used("log-gigabytes"), "log-gigabyte");
        add(
                "CloudWatch",
                "kept logs",
                tables.used("log-gigabytes")
                        .multiply(tables.used("log-compression"))
                        .multiply(monthsOfRetention()),
                "log-gigabyte-month");
        add(
                "CloudWatch",
                "metrics out of logs",
                onlyWith(byOperation, byOperation.multiply(operations).add(tables.used("other-log-metrics"))),
                "metric-month");
        add(
                "CloudWatch",
                "metrics of the authorizer",
                onlyWith(count("AWS::Lambda::Alias"), tables.used("authorizer-metrics")),
                "metric-month");
        add(
                "CloudWatch",
                "metrics of each method",
                onlyWith(count("AWS::ApiGateway::Stage"), operations.multiply(tables.used("stage-metrics-by-method"))),
                "metric-month");
        add(
                "CloudWatch",
                "observations of Container Insights",
                onlyWith(
                        count("AWS::EKS::Addon"),
                        hours(tables.used("observations-per-minute").multiply(BigDecimal.valueOf(60)))
                                .movePointLeft(6)),
                "million-observations");
        add("CloudWatch", "metrics of alarms", alarmMetrics(), "alarm-metric-month");
        add("CloudWatch", "composite alarms", count("AWS::CloudWatch::CompositeAlarm"), "composite-alarm-month");
        add("CloudWatch", "dashboards", count("AWS::CloudWatch::Dashboard"), "dashboard-month");
        BigDecimal archived =
                onlyWith(count("AWS::KinesisFirehose::DeliveryStream"), tables.used("archived-gigabytes"));
        add("CloudWatch", "way into the archive", archived, "firehose-gigabyte");
        add(
                "CloudWatch",
                "archive of a year",
                archived.multiply(tables.used("log-compression")).multiply(BigDecimal.valueOf(12)),
                "glacier-gigabyte-month");
    }

    private void addKeptThings() {
        add(UNLISTED, "keys", count("AWS::KMS::Key"), "key-month");
        add(UNLISTED, "secrets", count("AWS::SecretsManager::Secret"), "secret-month");
        add(
                UNLISTED,
                "writes of the quota table",
                onlyWith(
                        count("AWS::DynamoDB::Table").add(count("AWS::DynamoDB::GlobalTable")),
                        tables.used("million-requests").multiply(tables.used("table-writes-per-request"))),
                "table-million-writes");
    }

    /** Each metric that an alarm reads is charged for, those of an expression too. */
    private BigDecimal alarmMetrics() {
        return templates
                .properties("AWS::CloudWatch::Alarm")
                .map(alarm -> alarm.has("Metrics")
                        ? alarm.path("Metrics")
                                .valueStream()
                                .filter(query -> query.has("MetricStat"))
                                .count()
                        : 1L)
                .map(BigDecimal::valueOf)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private BigDecimal monthsOfRetention() {
        int days = templates
                .properties("AWS::Logs::LogGroup")
                .map(group -> group.path("RetentionInDays"))
                .mapToInt(JsonNode::asInt)
                .max()
                .orElse(0);
        return BigDecimal.valueOf(days).divide(BigDecimal.valueOf(30), 4, RoundingMode.HALF_UP);
    }

    private BigDecimal count(String type) {
        return BigDecimal.valueOf(templates.count(type));
    }

    private static BigDecimal hours(BigDecimal things) {
        return things.multiply(HOURS);
    }

    /** What is used of a thing, which is nothing where there is no such thing. */
    private static BigDecimal onlyWith(BigDecimal things, BigDecimal used) {
        return things.signum() == 0 ? BigDecimal.ZERO : used;
    }

    private void add(String item, String what, BigDecimal quantity, String price) {
        lines.add(new CostLine(item, what, quantity, tables.price(price)));
    }
}
