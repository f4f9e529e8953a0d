package weather.kwangle.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;
import software.constructs.Construct;

/** One key for all that the environment keeps: table, secrets, Kubernetes' secrets, logs and alarms. */
final class EncryptionStack extends PlatformStack {
    private final Key key;

    EncryptionStack(Construct scope, EnvironmentSettings settings) {
        super(scope, settings, "encryption", "the key of everything that is kept");
        this.key = Key.Builder.create(this, "Key")
                .alias(names().keyAlias())
                .description("Max Weather, " + settings.name() + ": everything that is kept")
                .enableKeyRotation(true)
                // Without it nothing that was kept can be read again.
                .removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
                .build();
        key.addToResourcePolicy(service(
                "logs." + settings.region() + ".amazonaws.com",
                Map.of(
                        "ArnLike",
                        Map.of(
                                "kms:EncryptionContext:aws:logs:arn",
                                "arn:aws:logs:" + settings.region() + ":" + getAccount() + ":log-group:*"))));
        // Alarms publish to the encrypted topic.
        // https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
        key.addToResourcePolicy(
                service("cloudwatch.amazonaws.com", Map.of("StringEquals", Map.of("aws:SourceAccount", getAccount()))));
    }

    Key key() {
        return key;
    }

    private static PolicyStatement service(String principal, Map<String, Object> conditions) {
        return PolicyStatement.Builder.create()
                .principals(List.of(new ServicePrincipal(principal)))
                .actions(List.of(
                        "kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"))
                .resources(List.of("*"))
                .conditions(conditions)
                .build();
    }
}
