package weather.kwangle.infra;

import java.util.List;

/**
 * A question to the logs, kept in CloudWatch Logs Insights.
 *
 * @param name as runbooks name it
 * @param title of its widget
 * @param logGroup where the lines are
 * @param lines of the query
 */
record SavedQuery(String name, String title, String logGroup, List<String> lines) {
    SavedQuery {
        lines = List.copyOf(lines);
    }

    static List<SavedQuery> of(Names names) {
        String accessLogs = names.apiAccessLogs();
        String authorizerLogs = names.functionLogs(names.authorizerFunction());
        return List.of(
                query(
                        "slow-requests",
                        "Requests that took a second or longer",
                        accessLogs,
                        "fields @timestamp, requestId, httpMethod, resourcePath, status, responseLatency, integrationLatency",
                        "filter responseLatency >= 1000",
                        "sort responseLatency desc",
                        "limit 50"),
                query(
                        "errors-by-endpoint",
                        "Errors by endpoint",
                        accessLogs,
                        "filter status >= 400",
                        "stats count(*) as requests by resourcePath, httpMethod, status, errorType",
                        "sort requests desc",
                        "limit 50"),
                query(
                        "denied-by-reason",
                        "Refused by the authorizer, by reason",
                        authorizerLogs,
                        "filter type = \"decision\" and decision in [\"deny\", \"unauthorized\", \"internal-failure\"]",
                        "stats count(*) as requests by decision, cause, reason",
                        "sort requests desc",
                        "limit 50"),
                query(
                        "decisions-by-client",
                        "Decisions by client",
                        authorizerLogs,
                        "filter type = \"decision\" and ispresent(client)",
                        "stats count(*) as requests by client, plan, decision",
                        "sort requests desc",
                        "limit 50"),
                query(
                        "gateway-errors",
                        "Errors that the gateway answered",
                        names.applicationLogs(),
                        "filter kubernetes.container_name = \"edge-gateway\" and logger_name = \"access\" and status >= 400",
                        "stats count(*) as requests by status, decision, refused, path",
                        "sort requests desc",
                        "limit 50"),
                query(
                        "application-warnings",
                        "Warnings and errors of the applications",
                        names.applicationLogs(),
                        "fields @timestamp, pod, level, logger_name, message, requestId",
                        "filter level in [\"WARN\", \"ERROR\"]",
                        "sort @timestamp desc",
                        "limit 50"),
                query(
                        "pod-restarts",
                        "Restarts of containers by pod",
                        names.containerInsightsLogs(),
                        "filter Type = \"Pod\"",
                        "stats sum(pod_number_of_container_restarts) as restarts by Namespace, PodName",
                        "filter restarts > 0",
                        "sort restarts desc"),
                query(
                        "cluster-changes",
                        "Who changed what in the cluster",
                        names.controlPlaneLogs(),
                        "filter @logStream like /kube-apiserver-audit/",
                        "filter verb in [\"create\", \"update\", \"patch\", \"delete\"] and user.username not like /^system:/",
                        "stats count(*) as changes by user.username, verb, objectRef.resource, objectRef.namespace",
                        "sort changes desc",
                        "limit 50"),
                query(
                        "blocked-by-firewall",
                        "Blocked by the firewall, by rule",
                        names.wafLogs(),
                        "filter action = \"BLOCK\"",
                        "stats count(*) as requests by terminatingRuleId, httpRequest.uri, httpRequest.country",
                        "sort requests desc",
                        "limit 50"));
    }

    private static SavedQuery query(String name, String title, String logGroup, String... lines) {
        return new SavedQuery(name, title, logGroup, List.of(lines));
    }

    /** The query as Insights takes it. */
    String text() {
        return String.join("\n| ", lines);
    }
}
