package weather.kwangle.infra;

import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.appconfig.CfnConfigurationProfile.ValidatorsProperty;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.CfnPermission;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.Tracing;
import software.amazon.awscdk.services.logs.ILogGroup;
import software.constructs.Construct;

/** The function that AppConfig asks about each document before it takes it: it reads as the authorizer does. */
final class PolicyValidator extends Construct {
    private final Function function;

    PolicyValidator(Construct scope, EnvironmentSettings settings, ProductFiles files, IKey key) {
        super(scope, "Validator");
        String name = settings.names().policyValidatorFunction();
        ILogGroup logs = RetainedLogGroup.create(this, "Logs", settings.names().functionLogs(name), settings, key);
        this.function = Function.Builder.create(this, "Function")
                .functionName(name)
                .description("Reads an access policy as the authorizer does, before AppConfig takes it")
                .runtime(Runtime.JAVA_25)
                .architecture(Architecture.ARM_64)
                .handler("weather.kwangle.operations.policy.PolicyValidationHandler::handleRequest")
                .code(Code.fromAsset(files.operationsFunctions().toString()))
                .memorySize(1024)
                // AppConfig itself waits no longer.
                .timeout(Duration.seconds(15))
                // A policy and a break glass at once.
                .reservedConcurrentExecutions(2)
                .tracing(Tracing.ACTIVE)
                .role(FunctionRole.create(this, "Role", logs))
                .logGroup(logs)
                .build();
        CfnPermission.Builder.create(this, "Call")
                .functionName(function.getFunctionName())
                .action("lambda:InvokeFunction")
                .principal("appconfig.amazonaws.com")
                .sourceAccount(Stack.of(this).getAccount())
                .build();
    }

    /** As a configuration profile names it. */
    ValidatorsProperty property() {
        return ValidatorsProperty.builder()
                .type("LAMBDA")
                .content(function.getFunctionArn())
                .build();
    }
}
