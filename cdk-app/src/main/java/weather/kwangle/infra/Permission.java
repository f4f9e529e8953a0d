package weather.kwangle.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.PolicyStatement;

/** Statements of IAM policies; none of ours denies. */
final class Permission {
    /** For actions that IAM cannot restrict to a resource. */
    static final String ANY = "*";

    private Permission() {}

    static PolicyStatement to(List<String> actions, String... resources) {
        return when(Map.of(), actions, resources);
    }

    /** What the ledger and the registry need of the quota table: clients' items and no others. */
    static PolicyStatement toClientItems(String table) {
        return when(leadingKeys("CLIENT#*"), List.of("dynamodb:GetItem", "dynamodb:UpdateItem"), table);
    }

    /** What changes clients' items without reading them. */
    static PolicyStatement toClientCounters(String table) {
        return when(leadingKeys("CLIENT#*"), List.of("dynamodb:UpdateItem"), table);
    }

    /** What giving permits back needs of it beside the client's item: a new marker for each request. */
    static PolicyStatement toRefundMarkers(String table) {
        return when(leadingKeys("REFUND#*"), List.of("dynamodb:PutItem"), table);
    }

    private static Map<String, Object> leadingKeys(String pattern) {
        return Map.of("ForAllValues:StringLike", Map.of("dynamodb:LeadingKeys", List.of(pattern)));
    }

    /** @param conditions by operator, as in a policy document */
    static PolicyStatement when(Map<String, Object> conditions, List<String> actions, String... resources) {
        return PolicyStatement.Builder.create()
                .actions(actions)
                .resources(List.of(resources))
                .conditions(conditions)
                .build();
    }
}
