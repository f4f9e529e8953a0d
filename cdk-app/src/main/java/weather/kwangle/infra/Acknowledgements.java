package weather.kwangle.infra;

import static java.util.Objects.requireNonNull;

import software.amazon.awscdk.Acknowledgment;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnElement;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Validations;
import software.amazon.awscdk.services.s3.Bucket;
import software.constructs.IConstruct;

/** Findings of cdk-nag, CloudFormation's rules and checkov that stand, each with the reason. */
final class Acknowledgements {
    private Acknowledgements() {}

    static void attach(App app) {
        app.getNode().getChildren().forEach(stack -> {
            if (stack instanceof LogArchiveStack archive) {
                logArchive(archive);
            }
        });
    }

    private static void logArchive(LogArchiveStack archive) {
        acknowledge(
                archive.bucket(),
                "AwsSolutions-S1",
                "Only Firehose writes here and only administrators read; a log of that would need a bucket of its own, with"
                        + " the same question.");
        acknowledge(
                archive.firehoseRights(),
                "AwsSolutions-IAM5[Resource::<%s.Arn>/*]".formatted(logicalId(archive.bucket())),
                "Firehose names the objects by the time of writing; only adding them is allowed.");
    }

    private static String logicalId(Bucket bucket) {
        return Stack.of(bucket)
                .getLogicalId((CfnElement) requireNonNull(bucket.getNode().getDefaultChild()));
    }

    private static void acknowledge(IConstruct construct, String id, String reason) {
        Validations.of(construct)
                .acknowledge(Acknowledgment.builder().id(id).reason(reason).build());
    }
}
