package weather.kwangle.infra;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.App;
import software.amazon.awscdk.CfnElement;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Validations;
import software.amazon.awscdk.services.s3.Bucket;
import software.constructs.IConstruct;

/** Findings of cdk-nag, CloudFormation's rules and checkov that stand, each with the reason. */
final class Acknowledgements {
    private static final String INLINE_POLICY = "NIST.800.53.R5-IAMNoInlinePolicy";
    private static final String OF_ONE_ROLE =
            "Each is one role's and nobody else's: it comes and goes with it, and cannot be attached elsewhere.";

    private Acknowledgements() {}

    static void attach(App app) {
        app.getNode().getChildren().forEach(stack -> {
            switch (stack) {
                case LogArchiveStack archive -> logArchive(archive);
                case ObservabilityStack observability -> observability(observability);
                default -> {}
            }
        });
    }

    private static void logArchive(LogArchiveStack archive) {
        for (String id : List.of("AwsSolutions-S1", "NIST.800.53.R5-S3BucketLoggingEnabled")) {
            acknowledge(
                    archive.bucket(),
                    id,
                    "Only Firehose writes here and only administrators read; a log of that would need a bucket of its own,"
                            + " with the same question.");
        }
        skipCheckov(archive.bucket(), "CKV_AWS_18", "Only Firehose writes here and only administrators read.");
        acknowledge(
                archive.bucket(),
                "NIST.800.53.R5-S3BucketReplicationEnabled",
                "Logs are for looking back; losing them with their region is no loss to the service.");
        acknowledge(archive, INLINE_POLICY, OF_ONE_ROLE);
        acknowledge(
                archive.firehoseRights(),
                "AwsSolutions-IAM5[Resource::<%s.Arn>/*]".formatted(logicalId(archive.bucket())),
                "Firehose names the objects by the time of writing; only adding them is allowed.");
    }

    private static void observability(ObservabilityStack observability) {
        acknowledge(
                observability.getNode().findChild("BurnRateAlarms"),
                "NIST.800.53.R5-CloudWatchAlarmAction",
                "Halves of a reason: the composite alarm that they are part of has the action.");
    }

    private static String logicalId(Bucket bucket) {
        return Stack.of(bucket)
                .getLogicalId((CfnElement) requireNonNull(bucket.getNode().getDefaultChild()));
    }

    /** As {@code Validations.acknowledge} does, which refuses the ids that cdk-nag gives to findings with an ARN. */
    private static void acknowledge(IConstruct construct, String id, String reason) {
        construct.getNode().addMetadata(Validations.ACKNOWLEDGED_RULES_METADATA_KEY, Map.of(id, reason));
    }

    /** In the resource's metadata, where checkov looks. */
    private static void skipCheckov(IConstruct construct, String id, String comment) {
        if (construct.getNode().getDefaultChild() instanceof CfnResource resource) {
            Map<String, String> skip = new TreeMap<>();
            skip.put("id", id);
            skip.put("comment", comment);
            resource.addMetadata("checkov", Map.of("skip", List.of(skip)));
        }
    }
}
