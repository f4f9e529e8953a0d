package weather.kwangle.infra;

import software.amazon.awscdk.App;

/** Findings of cdk-nag, CloudFormation's rules and checkov that stand, each with the reason. */
final class Acknowledgements {
    private Acknowledgements() {}

    static void attach(App app) {}
}
