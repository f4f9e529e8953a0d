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

    private static void acknowledge(IConstruct construct, String id, String reason) {
        Validations.of(construct)
                .acknowledge(Acknowledgment.builder().id(id).reason(reason).build());
    }
}
