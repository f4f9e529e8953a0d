package weather.kwangle.infra;

import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.CfnPermission;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.logs.CfnSubscriptionFilter;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.sqs.Queue;
import software.amazon.awscdk.services.sqs.QueueEncryption;
import software.constructs.Construct;

/**
 * Gives permits back for requests that died between the authorizer and the gateway: the access log tells of them, and
 * nobody else does.
 */
final class RefundStack extends PlatformStack {
    /**
     * Requests of metered operations that the authorizer let through and that got no good answer. The gateway has refunded
     * most of them already; the function finds out.
     */
    static final String CANDIDATES =
            "{ $.decision = \"allow\" && $.resourcePath != \"/usage\" && $.status >= 300 && $.status != 304 }";

    /** Within the time in which refunds are given, with days to spare for those who put them back. */
    private static final Duration UNDELIVERED_KEPT = Duration.days(4);

    RefundStack(Construct scope, EnvironmentSettings settings, ProductFiles files, ITable quotaTable, IKey key) {
        super(scope, settings, "refunds", "refunds by the access log");
        String name = names().refundFunction();
        ILogGroup logs = RetainedLogGroup.create(this, "Logs", names().functionLogs(name), settings, key);
        Queue undelivered = Queue.Builder.create(this, "Undelivered")
                .queueName(names().undeliveredRefunds())
                .retentionPeriod(UNDELIVERED_KEPT)
                .encryption(QueueEncryption.KMS)
                .encryptionMasterKey(key)
                .enforceSsl(true)
                .build();
        Function function = Function.Builder.create(this, "Function")
                .functionName(name)
                .description("Gives permits back for requests that died between authorizer and gateway")
                .runtime(Runtime.JAVA_25)
                .architecture(Architecture.ARM_64)
                .handler("weather.kwangle.operations.refund.AccessLogRefundHandler::handleRequest")
                .code(Code.fromAsset(files.operationsFunctions().toString()))
                .environment(Map.of("QUOTA_TABLE", quotaTable.getTableName()))
                .memorySize(512)
                .timeout(Duration.minutes(1))
                // Refunds are in no hurry, and leave the table to those who are.
                .reservedConcurrentExecutions(2)
                .deadLetterQueue(undelivered)
                .tracing(Tracing.ACTIVE)
                .role(role(logs, quotaTable, key))
                .logGroup(logs)
                .build();
        subscribe(function);
    }

    private Role role(ILogGroup logs, ITable quotaTable, IKey key) {
        Role role = FunctionRole.create(this, "Role", logs);
        role.addToPolicy(Permission.toClientCounters(quotaTable.getTableArn()));
        role.addToPolicy(Permission.toRefundMarkers(quotaTable.getTableArn()));
        role.addToPolicy(FunctionRole.useKeyThrough("dynamodb", key, "kms:Decrypt"));
        role.addToPolicy(FunctionRole.useKeyThrough("sqs", key, "kms:Decrypt", "kms:GenerateDataKey"));
        return role;
    }

    private void subscribe(Function function) {
        String group = Arn.regional(this, "logs", "log-group:" + names().apiAccessLogs() + ":*");
        CfnPermission call = CfnPermission.Builder.create(this, "Call")
                .functionName(function.getFunctionName())
                .action("lambda:InvokeFunction")
                .principal("logs.amazonaws.com")
                .sourceArn(group)
                .sourceAccount(getAccount())
                .build();
        CfnSubscriptionFilter filter = CfnSubscriptionFilter.Builder.create(this, "Subscription")
                .filterName("refunds")
                .logGroupName(names().apiAccessLogs())
                .filterPattern(CANDIDATES)
                .destinationArn(function.getFunctionArn())
                .build();
        // CloudWatch Logs tries the way at once.
        filter.getNode().addDependency(call);
    }
}
