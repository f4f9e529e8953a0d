package weather.kwangle.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.kms.IKey;
import software.constructs.Construct;

/** Roles of the release's own pods, in the release's namespace. */
final class WorkloadRoles {
    WorkloadRoles(Construct scope, Names names, ServiceAccountRoles roles, IKey key) {
        String region = Stack.of(scope).getRegion();
        String table = Arn.regional(scope, "dynamodb", "table/" + names.quotaTable());
        Map<String, Object> services = new TreeMap<>();
        services.put(
                "kms:ViaService",
                List.of("dynamodb." + region + ".amazonaws.com", "secretsmanager." + region + ".amazonaws.com"));
        roles.role(
                names.namespace(),
                "edge-gateway",
                Permission.to(List.of("secretsmanager:GetSecretValue"), Arn.secret(scope, names.edgeKeySecret())),
                Permission.toClientItems(table),
                Permission.toRefundMarkers(table),
                Permission.when(Map.of("StringEquals", services), List.of("kms:Decrypt"), key.getKeyArn()),
                // CloudWatch knows no resource for metrics; the namespace is what can be fixed.
                Permission.when(
                        Map.of("StringEquals", Map.of("cloudwatch:namespace", names.metricNamespace())),
                        List.of("cloudwatch:PutMetricData"),
                        Permission.ANY));
        // It calls nobody, and yet its service account names a role, as the document has it for all pods. So the role
        // exists and may do nothing: nobody else can give that name to one that may.
        roles.role(names.namespace(), "weather-api");
    }
}
