package weather.kwangle.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.constructs.Construct;

/** The role of a Lambda function: it writes its own log and nothing else, until more is added. */
final class FunctionRole {
    private FunctionRole() {}

    static Role create(Construct scope, String id, ILogGroup logs) {
        Role role = Role.Builder.create(scope, id)
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .build();
        role.addToPolicy(Permission.to(List.of("logs:CreateLogStream", "logs:PutLogEvents"), logs.getLogGroupArn()));
        return role;
    }

    /** Lets a role use a key, but only through the service that keeps what the key protects. */
    static PolicyStatement useKeyThrough(String service, IKey key, String... actions) {
        String host = service + "." + Stack.of(key).getRegion() + ".amazonaws.com";
        return Permission.when(
                Map.of("StringEquals", Map.of("kms:ViaService", host)), List.of(actions), key.getKeyArn());
    }
}
