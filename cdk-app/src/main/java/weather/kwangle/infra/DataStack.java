package weather.kwangle.infra;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.BillingMode;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.Table;
import software.amazon.awscdk.services.dynamodb.TableEncryption;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.CfnPermission;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.amazon.awscdk.services.secretsmanager.CfnRotationSchedule;
import software.amazon.awscdk.services.secretsmanager.CfnRotationSchedule.RotationRulesProperty;
import software.amazon.awscdk.services.secretsmanager.Secret;
import software.amazon.awscdk.services.secretsmanager.SecretStringGenerator;
import software.constructs.Construct;

/** What must not be lost: the quota table, and the edge key with the function that rotates it. */
final class DataStack extends PlatformStack {
    /** Two writes for each request that the stage lets through: no more is ever needed, and it bounds the bill. */
    private static final int REQUEST_UNITS = 20_000;

    private static final int KEY_LENGTH = 43;

    private final IKey key;
    private final Table quotaTable;
    private final Secret edgeKey;

    DataStack(Construct scope, EnvironmentSettings settings, ProductFiles files, IKey key) {
        super(scope, settings, "data", "quota table and edge key");
        this.key = key;
        this.quotaTable = Table.Builder.create(this, "QuotaTable")
                .tableName(names().quotaTable())
                .partitionKey(Attribute.builder()
                        .name("pk")
                        .type(AttributeType.STRING)
                        .build())
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .maxReadRequestUnits(REQUEST_UNITS)
                .maxWriteRequestUnits(REQUEST_UNITS)
                .pointInTimeRecoverySpecification(PointInTimeRecoverySpecification.builder()
                        .pointInTimeRecoveryEnabled(true)
                        .recoveryPeriodInDays(35)
                        .build())
                .encryption(TableEncryption.CUSTOMER_MANAGED)
                .encryptionKey(key)
                .timeToLiveAttribute("expiresAt")
                .deletionProtection(settings.isProduction())
                .removalPolicy(settings().kept())
                .build();
        this.edgeKey = edgeKey();
        rotate(files);
    }

    Table quotaTable() {
        return quotaTable;
    }

    Secret edgeKeySecret() {
        return edgeKey;
    }

    /**
     * Good from its first moment, with no value in the template: Secrets Manager itself makes up 43 letters and digits, which
     * are 32 bytes in base64url. The first rotation replaces them.
     *
     * <p>None of the instructions may ever change: CloudFormation would have a secret made up anew and put it in the place of
     * the keys in use, at once and without the waits of a rotation.
     */
    private Secret edgeKey() {
        return Secret.Builder.create(this, "EdgeKey")
                .secretName(names().edgeKeySecret())
                .description("Signs what the authorizer says to the edge gateway; rotated by itself")
                .encryptionKey(key)
                .generateSecretString(SecretStringGenerator.builder()
                        .secretStringTemplate("{\"kid\":\"first\"}")
                        .generateStringKey("key")
                        .passwordLength(KEY_LENGTH)
                        .excludePunctuation(true)
                        .requireEachIncludedType(false)
                        .build())
                .removalPolicy(settings().kept())
                .build();
    }

    private void rotate(ProductFiles files) {
        String name = names().edgeKeyRotationFunction();
        ILogGroup logs = RetainedLogGroup.create(this, "RotationLogs", names().functionLogs(name), settings(), key);
        var role = FunctionRole.create(this, "RotationRole", logs);
        role.addToPolicy(Permission.to(
                List.of(
                        "secretsmanager:DescribeSecret",
                        "secretsmanager:GetSecretValue",
                        "secretsmanager:PutSecretValue",
                        "secretsmanager:UpdateSecretVersionStage"),
                edgeKey.getSecretArn()));
        role.addToPolicy(FunctionRole.useKeyThrough("secretsmanager", key, "kms:Decrypt", "kms:GenerateDataKey"));
        Function rotation = Function.Builder.create(this, "Rotation")
                .functionName(name)
                .description("Rotates the edge key without a request that fails")
                .runtime(Runtime.JAVA_25)
                .architecture(Architecture.ARM_64)
                .handler("weather.kwangle.operations.rotation.EdgeKeyRotationHandler::handleRequest")
                .code(Code.fromAsset(files.operationsFunctions().toString()))
                .memorySize(512)
                // The longer of its two waits is 4.5 minutes.
                .timeout(Duration.minutes(6))
                // Two rotations at once would only get into each other's way.
                .reservedConcurrentExecutions(1)
                .tracing(Tracing.ACTIVE)
                .role(role)
                .logGroup(logs)
                .build();
        CfnPermission call = CfnPermission.Builder.create(this, "RotationCall")
                .functionName(rotation.getFunctionName())
                .action("lambda:InvokeFunction")
                .principal("secretsmanager.amazonaws.com")
                .sourceArn(edgeKey.getSecretArn())
                .build();
        CfnRotationSchedule schedule = CfnRotationSchedule.Builder.create(this, "RotationSchedule")
                .secretId(edgeKey.getSecretArn())
                .rotationLambdaArn(rotation.getFunctionArn())
                .rotationRules(RotationRulesProperty.builder()
                        .automaticallyAfterDays(30)
                        .build())
                // The first deployment shows that the rotation works.
                .rotateImmediatelyOnUpdate(true)
                .build();
        // It is called at once, and needs its permissions by then.
        schedule.getNode().addDependency(call, role);
    }
}
