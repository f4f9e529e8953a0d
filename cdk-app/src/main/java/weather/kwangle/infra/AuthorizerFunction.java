package weather.kwangle.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.dynamodb.ITable;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.LayerVersion;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.lambda.VersionOptions;
import software.amazon.awscdk.services.secretsmanager.ISecret;
import software.constructs.Construct;

/** The Lambda authorizer, what it may touch, and how API Gateway may call it. */
final class AuthorizerFunction extends Construct {
    private final Alias live;
    private final Role caller;

    /**
     * What it works with.
     *
     * @param issuer of the tokens
     * @param quotaTable accounts and registry entries
     * @param edgeKey signs its answers
     * @param policy what it decides by
     * @param key of table, secret and logs
     */
    record Surroundings(String issuer, ITable quotaTable, ISecret edgeKey, DeliveredPolicy policy, IKey key) {}

    AuthorizerFunction(
            Construct scope, String id, EnvironmentSettings settings, ProductFiles files, Surroundings surroundings) {
        super(scope, id);
        Names names = settings.names();
        var logs = RetainedLogGroup.create(
                this, "Logs", names.functionLogs(names.authorizerFunction()), settings, surroundings.key());
        Role role = FunctionRole.create(this, "Role", logs);
        allow(role, settings, surroundings);
        Function function = Function.Builder.create(this, "Function")
                .functionName(names.authorizerFunction())
                .description(
                        "Verifies tokens, decides by the access policy, and takes a permit from the client's quota")
                .runtime(Runtime.JAVA_25)
                .architecture(Architecture.ARM_64)
                .handler("weather.kwangle.authorizer.AuthorizerHandler::handleRequest")
                .code(Code.fromAsset(files.authorizerFunction().toString()))
                .environment(environment(settings, surroundings))
                // AppConfig's agent, which asks for policies beside the function.
                .layers(List.of(LayerVersion.fromLayerVersionArn(
                        this, "AppConfigAgent", settings.policyDelivery().extensionLayer())))
                .memorySize(settings.authorizer().memoryMiB())
                .timeout(Duration.seconds(10))
                .reservedConcurrentExecutions(settings.authorizer().reservedConcurrency())
                .snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS)
                .tracing(Tracing.ACTIVE)
                // To go back to (docs/runbooks/authorizer-failing.md).
                .currentVersionOptions(VersionOptions.builder()
                        .removalPolicy(RemovalPolicy.RETAIN)
                        .build())
                .role(role)
                .logGroup(logs)
                .build();
        // Snapshots are of versions only, so nobody calls the function but through its alias.
        this.live = Alias.Builder.create(this, "Live")
                .aliasName("live")
                .version(function.getCurrentVersion())
                .build();
        this.caller = caller();
    }

    /** What API Gateway calls: the alias. */
    String invocationUri() {
        return "arn:aws:apigateway:" + Stack.of(this).getRegion() + ":lambda:path/2015-03-31/functions/"
                + live.getFunctionArn() + "/invocations";
    }

    /** The role that API Gateway takes to call it. */
    String callerRole() {
        return caller.getRoleArn();
    }

    private static Map<String, String> environment(EnvironmentSettings settings, Surroundings surroundings) {
        Map<String, String> environment = new TreeMap<>(surroundings.policy().environment());
        environment.put("TOKEN_ISSUER", surroundings.issuer());
        environment.put("QUOTA_TABLE", surroundings.quotaTable().getTableName());
        // By name: a secret that is made anew has another ARN.
        environment.put("EDGE_KEY_SECRET_ID", settings.names().edgeKeySecret());
        environment.put("METRIC_NAMESPACE", settings.names().metricNamespace());
        return environment;
    }

    private void allow(Role role, EnvironmentSettings settings, Surroundings surroundings) {
        role.addToPolicy(Permission.toClientItems(surroundings.quotaTable().getTableArn()));
        role.addToPolicy(FunctionRole.useKeyThrough(
                "dynamodb",
                surroundings.key(),
                "kms:Decrypt",
                "kms:Encrypt",
                "kms:GenerateDataKey",
                "kms:DescribeKey"));
        role.addToPolicy(Permission.to(
                List.of("secretsmanager:GetSecretValue"),
                Arn.secret(this, settings.names().edgeKeySecret())));
        role.addToPolicy(FunctionRole.useKeyThrough("secretsmanager", surroundings.key(), "kms:Decrypt"));
        role.addToPolicy(surroundings.policy().permission());
    }

    /**
     * A role rather than a permission of the function's: that would name the API, which names the function. Its trust demands
     * no {@code aws:SourceAccount}, which API Gateway does not send (docs/security/roles.md).
     */
    private Role caller() {
        Role role = Role.Builder.create(this, "Caller")
                .assumedBy(new ServicePrincipal("apigateway.amazonaws.com"))
                .build();
        role.addToPolicy(Permission.to(List.of("lambda:InvokeFunction"), live.getFunctionArn()));
        return role;
    }
}
