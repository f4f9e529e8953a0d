package weather.kwangle.infra;

import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Validations;
import software.constructs.IConstruct;

/** Findings of cdk-nag, CloudFormation's rules and checkov that stand, each with the reason. */
final class Acknowledgements {
    private Acknowledgements() {}

    static void attach(App app) {
        for (IConstruct child : app.getNode().getChildren()) {
            switch (child) {
                case NetworkStack network -> attach(network);
                case DataStack data -> attach(data);
                case EdgeStack edge -> attach(edge);
                default -> {}
            }
        }
    }

    private static void attach(NetworkStack network) {
        acknowledge(
                network,
                "CloudFormation-Validate::W3010",
                "The architecture document names the zones; the region is fixed beside them in the environment's settings.");
    }

    private static void attach(DataStack data) {
        traces(data.getNode().findChild("RotationRole"));
    }

    private static void attach(EdgeStack edge) {
        IConstruct authorizer = edge.getNode().findChild("Authorizer");
        traces(authorizer.getNode().findChild("Role"));
        acknowledge(
                authorizer,
                "Annotation::@aws-cdk/aws-lambda:snapStartRequirePublish",
                "API Gateway calls the alias, which is on a published version.");
        acknowledge(
                edge.getNode().findChild("Api"),
                "AwsSolutions-APIG2",
                "Edge gateway and weather service validate every request and say what is wrong with it; what API Gateway"
                        + " refused by itself would die between the authorizer, which took a permit, and the gateway, which"
                        + " gives it back.");
    }

    private static void traces(IConstruct role) {
        acknowledge(
                role,
                "AwsSolutions-IAM5[Resource::*]",
                "xray:PutTraceSegments and xray:PutTelemetryRecords know no resources.");
    }

    private static void acknowledge(IConstruct construct, String id, String reason) {
        Validations.of(construct)
                .acknowledge(Acknowledgment.builder().id(id).reason(reason).build());
    }
}
