package weather.kwangle.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.services.cloudwatch.Unit;

/**
 * A metric that CloudWatch Logs makes of log lines.
 *
 * @param name also the filter's name
 * @param logGroup where the lines are
 * @param pattern which lines count, in CloudWatch's filter pattern syntax
 *     (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html)
 * @param value a number, or the field that holds it
 * @param unit of the value
 * @param dimensions names with the fields that hold their values; of few values, for each combination is billed as a
 *     metric of its own
 */
record LogMetric(
        String name, String logGroup, String pattern, String value, Unit unit, Map<String, String> dimensions) {
    static final String REQUESTS = "Requests";
    static final String RESPONSE_TIME = "ResponseTime";
    static final String CLIENT_ERRORS = "ClientErrors";
    static final String SERVER_ERRORS = "ServerErrors";
    static final String INTERNAL_FAILURE = "InternalFailure";
    static final String SCALINGS = "Scalings";

    /** What becomes of delivered documents in the authorizer, by {@link PolicyEvent} and document. */
    static final String POLICY_DOCUMENTS = "PolicyDocuments";

    /** What the authorizer begins and ends to refuse by hand, by {@link PolicyEvent}. */
    static final String BREAK_GLASS_EVENTS = "BreakGlassEvents";

    /** Refused because of an entry under {@code breakGlass}, wherever it stands. */
    static final String REFUSED_BY_HAND = "RefusedByHand";

    /** That instances of the authorizer admit requests without the quota table, by {@link GraceEvent}. */
    static final String GRACE_EVENTS = "GraceEvents";

    private static final Map<String, String> OPERATION =
            new TreeMap<>(Map.of("Method", "$.httpMethod", "Resource", "$.resourcePath"));

    LogMetric {
        dimensions = new TreeMap<>(dimensions);
    }

    static List<LogMetric> of(Names names) {
        String accessLogs = names.apiAccessLogs();
        String authorizerLogs = names.functionLogs(names.authorizerFunction());
        // A request for no resource of ours has "-" there: it is on API Gateway's own metrics, not on these.
        String ofAnOperation = "$.resourcePath = \"/*\"";
        return List.of(
                counted(REQUESTS, accessLogs, "{ " + ofAnOperation + " }", OPERATION),
                new LogMetric(
                        RESPONSE_TIME,
                        accessLogs,
                        "{ " + ofAnOperation + " && $.responseLatency >= 0 }",
                        "$.responseLatency",
                        Unit.MILLISECONDS,
                        OPERATION),
                counted(
                        CLIENT_ERRORS,
                        accessLogs,
                        "{ " + ofAnOperation + " && $.status >= 400 && $.status < 500 }",
                        OPERATION),
                counted(SERVER_ERRORS, accessLogs, "{ " + ofAnOperation + " && $.status >= 500 }", OPERATION),
                // The authorizer tells its decisions by itself, but may end before it does; somebody is woken up for
                // these.
                counted(
                        INTERNAL_FAILURE,
                        authorizerLogs,
                        "{ $.type = \"decision\" && $.decision = \"internal-failure\" }",
                        Map.of()),
                counted(
                        POLICY_DOCUMENTS,
                        authorizerLogs,
                        "{ $.type = \"audit\" && $.event = \"policy-*\" && $.document = \"*\" }",
                        Map.of("Event", "$.event", "Document", "$.document")),
                counted(
                        BREAK_GLASS_EVENTS,
                        authorizerLogs,
                        "{ $.type = \"audit\" && $.event = \"break-glass-*\" }",
                        Map.of("Event", "$.event")),
                counted(
                        REFUSED_BY_HAND,
                        authorizerLogs,
                        "{ $.type = \"decision\" && $.cause = \"broken-glass\" }",
                        Map.of()),
                counted(
                        GRACE_EVENTS,
                        authorizerLogs,
                        "{ $.type = \"ledger\" && $.event = \"grace-*\" }",
                        Map.of("Event", "$.event")),
                // The autoscaler writes a new number of replicas; the audit log tells of it once it is done.
                counted(
                        SCALINGS,
                        names.controlPlaneLogs(),
                        "{ $.user.username = \"system:serviceaccount:kube-system:horizontal-pod-autoscaler\""
                                + " && $.objectRef.subresource = \"scale\" && $.verb = \"update\""
                                + " && $.stage = \"ResponseComplete\" && $.responseStatus.code = 200 }",
                        Map.of("Deployment", "$.objectRef.name")));
    }

    private static LogMetric counted(String name, String logGroup, String pattern, Map<String, String> dimensions) {
        return new LogMetric(name, logGroup, pattern, "1", Unit.COUNT, dimensions);
    }
}
