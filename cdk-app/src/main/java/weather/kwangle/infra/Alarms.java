package weather.kwangle.infra;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.interfaces.cloudwatch.IAlarmRef;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.IAlarmAction;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.constructs.Construct;

/** What wakes somebody up: the document's five alarms, and what would break next to them without anybody noticing. */
final class Alarms extends Construct {
    private final EnvironmentSettings settings;
    private final Names names;
    private final Metrics metrics;
    private final IAlarmAction action;
    private final List<IAlarmRef> all = new ArrayList<>();

    Alarms(Construct scope, EnvironmentSettings settings, Metrics metrics, IAlarmAction action) {
        super(scope, "Alarms");
        this.settings = settings;
        this.names = settings.names();
        this.metrics = metrics;
        this.action = action;
        addDocumentsFive();
        addEdge();
        addTokenKeys();
        addQuotaTable();
        addLoadBalancer();
        addKeptThings();
    }

    /** In the order of urgency. */
    List<IAlarmRef> all() {
        return List.copyOf(all);
    }

    private void addDocumentsFive() {
        Metrics eachMinute = metrics.every(Duration.minutes(1));
        add(
                "high-error-rate",
                "high-error-rate",
                "More than 5 % of the requests of the last 5 minutes ended in a 5xx.",
                Condition.above(metrics.errorRate(), 0.05));
        add(
                "high-cpu",
                "node-pressure",
                "The busiest node has been above 80 % CPU for 10 minutes.",
                Condition.above(eachMinute.cluster("node_cpu_utilization", "Maximum"), 80)
                        .forPeriods(10)
                        .whenSilent(TreatMissingData.MISSING));
        add(
                "high-memory",
                "node-pressure",
                "The fullest node has been above 85 % memory for 10 minutes.",
                Condition.above(eachMinute.cluster("node_memory_utilization", "Maximum"), 85)
                        .forPeriods(10)
                        .whenSilent(TreatMissingData.MISSING));
        add(
                "pod-crash-loop",
                "pod-crash-loop",
                "A container keeps ending and is held back from starting again.",
                Condition.above(
                                eachMinute.cluster(
                                        "pod_container_status_waiting_reason_crash_loop_back_off", "Maximum"),
                                0)
                        .forPeriods(3, 5));
        add(
                "node-not-ready",
                "node-not-ready",
                "A node has had a failing condition for 5 minutes, or nothing reports about nodes any more.",
                Condition.above(eachMinute.cluster("cluster_failed_node_count", "Maximum"), 0)
                        .forPeriods(5)
                        .whenSilent(silentNodes()));
    }

    private void addEdge() {
        add(
                "authorizer-failing",
                "authorizer-failing",
                "The authorizer could not decide at least 5 times in 5 minutes, and clients got 503.",
                Condition.above(metrics.internalFailures(), 4));
        add(
                "authorizer-throttled",
                "authorizer-failing",
                "Lambda had no room for the authorizer, and clients got 503.",
                Condition.above(metrics.function(names.authorizerFunction(), "Throttles", "Sum"), 0));
    }

    private void addTokenKeys() {
        // A single failure is bridged by the set that is known, and the next attempt follows within seconds.
        add(
                "key-set-failing",
                "authorizer-failing",
                "For 15 minutes fetches of the token issuer's keys have been failing.",
                Condition.above(metrics.authorizer(AuthorizerMetric.KEY_SET_FETCH_FAILURES, "Sum"), 0)
                        .forPeriods(3));
        // The youngest set that any instance uses: one that thaws may hold an old one for the moment of its refresh.
        add(
                "key-set-old",
                "authorizer-failing",
                "No instance of the authorizer has token keys younger than 45 minutes; at an hour all tokens stop working.",
                Condition.above(metrics.authorizer(AuthorizerMetric.KEY_SET_AGE, "Minimum"), 2700));
    }

    private void addQuotaTable() {
        add(
                "quota-table-throttled",
                "quota-table",
                "DynamoDB refused requests to the quota table for their number.",
                Condition.above(metrics.tableOperations("ThrottledRequests"), 0));
        add(
                "quota-table-failing",
                "quota-table",
                "DynamoDB failed requests to the quota table.",
                Condition.above(metrics.tableOperations("SystemErrors"), 0));
    }

    private void addLoadBalancer() {
        Metrics eachMinute = metrics.every(Duration.minutes(1));
        // Where nodes come and go with office hours, NGINX' pods take a while to follow them.
        boolean sleeps = settings.nodes().officeHours().isPresent();
        add(
                "unhealthy-hosts",
                "load-balancer",
                "A pod of NGINX has failed the load balancer's health check for %d minutes.".formatted(sleeps ? 15 : 5),
                Condition.above(eachMinute.whileNodesRun(eachMinute.targets("UnHealthyHostCount", "Maximum")), 0)
                        .forPeriods(sleeps ? 15 : 5));
        add(
                "too-few-healthy-hosts",
                "load-balancer",
                "Fewer than 2 pods of NGINX have been healthy for %d minutes.".formatted(sleeps ? 15 : 3),
                Condition.below(eachMinute.whileNodesRun(eachMinute.targets("HealthyHostCount", "Minimum")), 2)
                        .forPeriods(sleeps ? 15 : 3)
                        .whenSilent(silentNodes()));
    }

    private void addKeptThings() {
        add(
                "edge-key-rotation-failing",
                "edge-key-rotation",
                "The function that rotates the edge key failed.",
                Condition.above(metrics.function(names.edgeKeyRotationFunction(), "Errors", "Sum"), 0));
        add(
                "edge-key-rotation-throttled",
                "edge-key-rotation",
                "Lambda had no room for the function that rotates the edge key.",
                Condition.above(metrics.function(names.edgeKeyRotationFunction(), "Throttles", "Sum"), 0));
        metrics.certificate()
                .ifPresent(daysToExpiry -> add(
                        "certificate-expiring",
                        "certificate",
                        "The certificate has less than 30 days left: ACM should have renewed it 60 days before its end.",
                        Condition.below(daysToExpiry, 30).whenSilent(TreatMissingData.MISSING)));
        Map<String, IMetric> ages = new LinkedHashMap<>();
        ArchivedLogs.of(names).forEach(logs -> ages.put("m" + ages.size(), metrics.archiveAge(logs)));
        add(
                "log-archive-late",
                "log-archive",
                "Log lines have been waiting for the archive for more than an hour.",
                Condition.above(metrics.expression("MAX(METRICS())", ages), 3600)
                        .forPeriods(3));
    }

    /** Where nodes sleep at night, their silence means nothing; elsewhere it means that nobody watches them. */
    private TreatMissingData silentNodes() {
        return settings.nodes().officeHours().isPresent() ? TreatMissingData.NOT_BREACHING : TreatMissingData.BREACHING;
    }

    private void add(String topic, String runbook, String meaning, Condition condition) {
        all.add(create(this, topic, names.alarm(topic), description(meaning, runbook), condition, action));
    }

    /** An alarm that tells of its beginning and of its end. */
    static Alarm create(
            Construct scope, String id, String name, String description, Condition condition, IAlarmAction action) {
        Alarm alarm = condition
                .applyTo(Alarm.Builder.create(scope, id))
                .alarmName(name)
                .alarmDescription(description)
                .build();
        alarm.addAlarmAction(action);
        alarm.addOkAction(action);
        return alarm;
    }

    /** @param runbook file in {@code docs/runbooks}, without its ending */
    static String description(String meaning, String runbook) {
        return meaning + " Runbook: docs/runbooks/" + runbook + ".md";
    }
}
