package weather.kwangle.infra;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.Policy;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kinesisfirehose.CfnDeliveryStream;
import software.amazon.awscdk.services.kms.IKey;
import software.amazon.awscdk.services.logs.CfnSubscriptionFilter;
import software.amazon.awscdk.services.logs.LogGroup;
import software.amazon.awscdk.services.logs.LogStream;
import software.amazon.awscdk.services.s3.BlockPublicAccess;
import software.amazon.awscdk.services.s3.Bucket;
import software.amazon.awscdk.services.s3.BucketEncryption;
import software.amazon.awscdk.services.s3.LifecycleRule;
import software.amazon.awscdk.services.s3.ObjectOwnership;
import software.amazon.awscdk.services.s3.StorageClass;
import software.amazon.awscdk.services.s3.Transition;
import software.constructs.Construct;

/**
 * Logs in S3, where keeping them costs a fraction: each group's lines go through a subscription and Firehose into a
 * folder of their own, compressed as CloudWatch hands them over.
 */
final class LogArchiveStack extends PlatformStack {
    /** What Glacier Instant Retrieval charges for at least. https://aws.amazon.com/s3/pricing/ */
    private static final int GLACIER_MINIMUM_DAYS = 90;

    private static final int DAYS_BEFORE_GLACIER = 30;

    private final Bucket bucket;
    private final LogGroup errors;
    private final Role firehose;
    private final Role subscription;
    private final Policy firehoseRights;
    private final Policy subscriptionRights;

    /** @param after stacks that make the log groups: a subscription needs its group */
    LogArchiveStack(Construct scope, EnvironmentSettings settings, IKey key, List<? extends Stack> after) {
        super(scope, settings, "log-archive", "logs in S3");
        after.forEach(this::addStackDependency);
        this.bucket = bucket(key);
        this.errors = RetainedLogGroup.create(this, "Errors", names().archiveErrorLogs(), settings, key);
        // https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html
        this.firehose = service("Firehose", "firehose.amazonaws.com", "sts:ExternalId", getAccount());
        this.subscription = service(
                "Subscription",
                "logs." + settings.region() + ".amazonaws.com",
                "aws:SourceArn",
                "arn:aws:logs:" + settings.region() + ":" + getAccount() + ":*");
        this.firehoseRights = rights("FirehoseRights", firehose);
        this.subscriptionRights = rights("SubscriptionRights", subscription);
        allow(
                firehoseRights,
                bucket.getBucketArn(),
                "s3:GetBucketLocation",
                "s3:ListBucket",
                "s3:ListBucketMultipartUploads");
        allow(firehoseRights, bucket.arnForObjects("*"), "s3:AbortMultipartUpload", "s3:PutObject");
        allow(firehoseRights, key.getKeyArn(), "kms:Decrypt", "kms:GenerateDataKey");
        ArchivedLogs.of(names()).forEach(this::archive);
    }

    Bucket bucket() {
        return bucket;
    }

    Policy firehoseRights() {
        return firehoseRights;
    }

    private Bucket bucket(IKey key) {
        LifecycleRule.Builder rule = LifecycleRule.builder()
                .id("Keep")
                .expiration(Duration.days(settings().logs().archiveDays()))
                .noncurrentVersionExpiration(Duration.days(DAYS_BEFORE_GLACIER))
                .abortIncompleteMultipartUploadAfter(Duration.days(1));
        if (settings().logs().archiveDays() >= DAYS_BEFORE_GLACIER + GLACIER_MINIMUM_DAYS) {
            rule.transitions(List.of(Transition.builder()
                    .storageClass(StorageClass.GLACIER_INSTANT_RETRIEVAL)
                    .transitionAfter(Duration.days(DAYS_BEFORE_GLACIER))
                    .build()));
        }
        return Bucket.Builder.create(this, "Bucket")
                .encryption(BucketEncryption.KMS)
                .encryptionKey(key)
                .bucketKeyEnabled(true)
                .blockPublicAccess(BlockPublicAccess.BLOCK_ALL)
                .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                .enforceSsl(true)
                .minimumTlsVersion(1.2)
                .versioned(true)
                .lifecycleRules(List.of(rule.build()))
                .removalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE)
                .build();
    }

    private void archive(ArchivedLogs logs) {
        String id = logs.folder();
        LogStream problems = LogStream.Builder.create(this, id + "-errors")
                .logGroup(errors)
                .logStreamName(logs.folder())
                .removalPolicy(RemovalPolicy.DESTROY)
                .build();
        allow(
                firehoseRights,
                errors.getLogGroupArn().replace(":*", "") + ":log-stream:" + logs.folder(),
                "logs:PutLogEvents");
        CfnDeliveryStream stream = CfnDeliveryStream.Builder.create(this, id + "-stream")
                .deliveryStreamName(names().archiveStream(logs.folder()))
                .deliveryStreamType("DirectPut")
                .deliveryStreamEncryptionConfigurationInput(
                        CfnDeliveryStream.DeliveryStreamEncryptionConfigurationInputProperty.builder()
                                .keyType("AWS_OWNED_CMK")
                                .build())
                .extendedS3DestinationConfiguration(destination(logs, problems))
                .build();
        // Firehose tries the bucket while the stream is being made.
        stream.getNode().addDependency(firehoseRights);
        allow(subscriptionRights, stream.getAttrArn(), "firehose:PutRecord", "firehose:PutRecordBatch");
        CfnSubscriptionFilter filter = CfnSubscriptionFilter.Builder.create(this, id + "-subscription")
                .filterName("archive")
                .logGroupName(logs.logGroup())
                .filterPattern("")
                .destinationArn(stream.getAttrArn())
                .roleArn(subscription.getRoleArn())
                .build();
        filter.getNode().addDependency(subscriptionRights);
    }

    /** The largest and rarest objects that Firehose makes: S3 charges for each. */
    private CfnDeliveryStream.ExtendedS3DestinationConfigurationProperty destination(
            ArchivedLogs logs, LogStream problems) {
        return CfnDeliveryStream.ExtendedS3DestinationConfigurationProperty.builder()
                .bucketArn(bucket.getBucketArn())
                .roleArn(firehose.getRoleArn())
                .prefix(logs.folder() + "/!{timestamp:yyyy/MM/dd}/")
                .errorOutputPrefix("undelivered/" + logs.folder() + "/!{firehose:error-output-type}/")
                .fileExtension(".gz")
                // CloudWatch Logs has compressed them already.
                .compressionFormat("UNCOMPRESSED")
                .bufferingHints(CfnDeliveryStream.BufferingHintsProperty.builder()
                        .intervalInSeconds(900)
                        .sizeInMBs(128)
                        .build())
                .cloudWatchLoggingOptions(CfnDeliveryStream.CloudWatchLoggingOptionsProperty.builder()
                        .enabled(true)
                        .logGroupName(errors.getLogGroupName())
                        .logStreamName(problems.getLogStreamName())
                        .build())
                .build();
    }

    private Role service(String id, String principal, String condition, String value) {
        return Role.Builder.create(this, id)
                .assumedBy(ServicePrincipal.Builder.create(principal)
                        .conditions(new TreeMap<>(Map.of("StringLike", Map.of(condition, value))))
                        .build())
                .build();
    }

    private Policy rights(String id, Role role) {
        return Policy.Builder.create(this, id).roles(List.of(role)).build();
    }

    private static void allow(Policy rights, String resource, String... actions) {
        rights.addStatements(PolicyStatement.Builder.create()
                .actions(List.of(actions))
                .resources(List.of(resource))
                .build());
    }
}
