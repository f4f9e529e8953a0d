package weather.kwangle.infra;

import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Validations;
import software.constructs.IConstruct;

/** Findings of cdk-nag, CloudFormation's rules and checkov that stand, each with the reason. */
final class Acknowledgements {
    private static final String ANY_RESOURCE = "AwsSolutions-IAM5[Resource::*]";

    private Acknowledgements() {}

    static void attach(App app) {
        app.getNode().getChildren().forEach(stack -> {
            if (stack instanceof SharedStack shared) {
                shared(shared);
            }
        });
    }

    private static void shared(SharedStack stack) {
        IConstruct jenkins = stack.getNode().findChild("Jenkins");
        acknowledge(
                jenkins,
                ANY_RESOURCE,
                "ecr:GetAuthorizationToken and ssm:CreateOpsItem know no resource: the one gives a password that is worth no"
                        + " more than the role, the other opens an incident.");
        acknowledge(
                jenkins,
                "AwsSolutions-IAM5[Resource::arn:aws:kms:%s:<AWS::AccountId>:key/*]".formatted(stack.getRegion()),
                "The keys' ids are known to their own stacks; the conditions demand their aliases, and the way through"
                        + " SNS.");
        acknowledge(
                stack.getNode().findChild("ApiGatewayLogs"),
                managedPolicy("service-role/AmazonAPIGatewayPushToCloudWatchLogs"),
                "API Gateway refuses a role that has less.");
    }

    private static String managedPolicy(String name) {
        return "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/" + name + "]";
    }

    /** As {@code Validations.acknowledge} does, which refuses the ids that cdk-nag gives to findings with an ARN. */
    private static void acknowledge(IConstruct construct, String id, String reason) {
        construct.getNode().addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, Map.of(id, reason));
    }
}
