package weather.kwangle.operations.refund;

import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Map;
import weather.kwangle.edge.Decision;
import weather.kwangle.quota.refund.Billing;
import weather.kwangle.quota.refund.Refund;

/** What one line of API Gateway's access log (docs/contracts.md) means for a client's permits. */
sealed interface AccessLogLine {

    /** The edge took a permit, and no good answer came of it. */
    record Due(String clientId, Refund refund) implements AccessLogLine {}

    /** Nothing was taken, or it was paid for. */
    record Settled() implements AccessLogLine {}

    /** No line of ours; nothing can be done about it, now or later. */
    record Unreadable(String why) implements AccessLogLine {}

    /** Reads a line; any text gets an answer. */
    static AccessLogLine of(String line) {
        Map<String, Object> members;
        try {
            members = JSONObjectUtils.parse(line, 64 * 1024);
        } catch (ParseException e) {
            return new Unreadable("no JSON object");
        }
        if (!(members.get("decision") instanceof String decision)) {
            return new Unreadable("no decision");
        }
        if (!decision.equals(Decision.ALLOW.wireName())) {
            return new Settled();
        }
        if (!(members.get("httpMethod") instanceof String method)
                || !(members.get("resourcePath") instanceof String resource)) {
            return new Unreadable("no operation");
        }
        if (!(members.get("status") instanceof Number status)) {
            return new Unreadable("no status");
        }
        return Billing.isMetered(method + " " + resource) && !Billing.keepsPermits(status.intValue())
                ? due(members)
                : new Settled();
    }

    private static AccessLogLine due(Map<String, Object> members) {
        if (!(members.get("clientId") instanceof String clientId)
                || !(members.get("requestId") instanceof String requestId)
                || !(members.get("quotaDay") instanceof String day)) {
            return new Unreadable("no client, request or day");
        }
        try {
            return new Due(clientId, Refund.ofEdge(requestId, LocalDate.parse(day)));
        } catch (DateTimeException | IllegalArgumentException e) {
            return new Unreadable("no client, request or day");
        }
    }
}
