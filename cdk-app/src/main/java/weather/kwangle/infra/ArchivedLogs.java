package weather.kwangle.infra;

import java.util.List;

/**
 * Lines worth keeping longer than CloudWatch keeps them: who asked for what, who was let in and why, who changed the
 * cluster, and what the applications said about it. Flow logs, WAF's and the agents' own are not: they are the bulk, and
 * nobody asks for them after {@code logs.retentionDays}.
 *
 * @param folder in the archive
 * @param logGroup where they come from
 */
record ArchivedLogs(String folder, String logGroup) {
    static List<ArchivedLogs> of(Names names) {
        return List.of(
                new ArchivedLogs("api-access", names.apiAccessLogs()),
                new ArchivedLogs("application", names.applicationLogs()),
                new ArchivedLogs("authorizer", names.functionLogs(names.authorizerFunction())),
                new ArchivedLogs("control-plane", names.controlPlaneLogs()));
    }
}
