package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LogArchiveStackTest {
    private final StackTemplate production = CloudAssembly.production().stack("max-weather-log-archive");
    private final StackTemplate staging = CloudAssembly.staging().stack("max-weather-staging-log-archive");

    static List<CloudAssembly> assemblies() {
        return CloudAssembly.all();
    }

    @Test
    void whatIsWorthKeepingGoesIntoFoldersOfItsOwn() {
        assertThat(production.resources("AWS::Logs::SubscriptionFilter"))
                .extracting(filter -> filter.text("LogGroupName") + " -> " + folder(filter))
                .containsExactlyInAnyOrder(
                        "/aws/apigateway/max-weather -> api-access/!{timestamp:yyyy/MM/dd}/",
                        "/aws/eks/max-weather/application -> application/!{timestamp:yyyy/MM/dd}/",
                        "/aws/lambda/max-weather-authorizer -> authorizer/!{timestamp:yyyy/MM/dd}/",
                        "/aws/eks/max-weather-production-cluster/cluster -> control-plane/!{timestamp:yyyy/MM/dd}/");
    }

    /** CloudWatch Logs allows two subscriptions of a group. */
    @ParameterizedTest
    @MethodSource("assemblies")
    void noLogGroupHasMoreThanTwoSubscriptions(CloudAssembly assembly) {
        List<String> groups = assembly.resources("AWS::Logs::SubscriptionFilter")
                .map(filter -> filter.text("LogGroupName"))
                .toList();
        assertThat(groups)
                .isNotEmpty()
                .allMatch(group -> groups.stream().filter(group::equals).count() <= 2);
    }

    @Test
    void productionsLogsMoveToGlacierAfterAMonthAndGoAfter400Days() {
        JsonNode rule = rule(production);
        assertThat(rule.path("ExpirationInDays").asInt()).isEqualTo(400);
        assertThat(rule.path("Transitions")).hasSize(1);
        assertThat(rule.at("/Transitions/0/StorageClass").asText()).isEqualTo("GLACIER_IR");
        assertThat(rule.at("/Transitions/0/TransitionInDays").asInt()).isEqualTo(30);
    }

    /** Glacier charges for 90 days of each object, so what goes earlier never gets there. */
    @Test
    void stagingsLogsGoAfterAMonthAndNeverMove() {
        JsonNode rule = rule(staging);
        assertThat(rule.path("ExpirationInDays").asInt()).isEqualTo(30);
        assertThat(rule.path("Transitions")).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("assemblies")
    void theBucketIsEncryptedVersionedClosedAndOutlivesItsStack(CloudAssembly assembly) {
        StackTemplate.Resource bucket = bucket(assembly);
        assertThat(bucket.text(
                        "BucketEncryption",
                        "ServerSideEncryptionConfiguration",
                        0,
                        "ServerSideEncryptionByDefault",
                        "SSEAlgorithm"))
                .isEqualTo("aws:kms");
        assertThat(bucket.text("VersioningConfiguration", "Status")).isEqualTo("Enabled");
        assertThat(bucket.property("PublicAccessBlockConfiguration")).hasSize(4).allMatch(JsonNode::asBoolean);
        assertThat(bucket.definition().path("DeletionPolicy").asText()).isEqualTo("RetainExceptOnCreate");
    }

    @ParameterizedTest
    @MethodSource("assemblies")
    void theBucketRefusesWhoeverComesWithoutTls(CloudAssembly assembly) {
        JsonNode statements = assembly.resources("AWS::S3::BucketPolicy")
                .filter(policy -> policy.stack().endsWith("-log-archive"))
                .findFirst()
                .orElseThrow()
                .property("PolicyDocument", "Statement");
        assertThat(statements)
                .allMatch(statement -> statement.path("Effect").asText().equals("Deny"));
        assertThat(statements.toString()).contains("aws:SecureTransport", "s3:TlsVersion");
    }

    @Test
    void firehoseMayAddObjectsAndNothingElse() {
        assertThat(actions("FirehoseRights"))
                .containsExactly(
                        "kms:Decrypt",
                        "kms:GenerateDataKey",
                        "logs:PutLogEvents",
                        "s3:AbortMultipartUpload",
                        "s3:GetBucketLocation",
                        "s3:ListBucket",
                        "s3:ListBucketMultipartUploads",
                        "s3:PutObject");
        assertThat(actions("SubscriptionRights")).containsExactly("firehose:PutRecord", "firehose:PutRecordBatch");
    }

    @Test
    void whatFirehoseCannotDeliverIsSaidInALogGroupWithRetention() {
        StackTemplate.Resource errors = production.resource("AWS::Logs::LogGroup");
        assertThat(errors.text("LogGroupName")).isEqualTo("/aws/kinesisfirehose/max-weather-archive");
        assertThat(errors.property("RetentionInDays").asInt()).isEqualTo(90);
        assertThat(production.resources("AWS::KinesisFirehose::DeliveryStream"))
                .hasSize(4)
                .allSatisfy(stream -> {
                    assertThat(stream.property(
                                            "ExtendedS3DestinationConfiguration", "CloudWatchLoggingOptions", "Enabled")
                                    .asBoolean())
                            .isTrue();
                    assertThat(stream.text("DeliveryStreamEncryptionConfigurationInput", "KeyType"))
                            .isEqualTo("AWS_OWNED_CMK");
                });
    }

    private SortedSet<String> actions(String policy) {
        SortedSet<String> actions = new TreeSet<>();
        for (StackTemplate.Resource each : production.resources("AWS::IAM::Policy")) {
            if (each.logicalId().startsWith(policy)) {
                for (JsonNode statement : each.property("PolicyDocument", "Statement")) {
                    JsonNode named = statement.path("Action");
                    if (named.isTextual()) {
                        actions.add(named.asText());
                    }
                    named.forEach(action -> actions.add(action.asText()));
                }
            }
        }
        return actions;
    }

    private String folder(StackTemplate.Resource filter) {
        String stream = filter.property("DestinationArn", "Fn::GetAtt", 0).asText();
        return production.resources("AWS::KinesisFirehose::DeliveryStream").stream()
                .filter(each -> each.logicalId().equals(stream))
                .findFirst()
                .orElseThrow()
                .text("ExtendedS3DestinationConfiguration", "Prefix");
    }

    private static JsonNode rule(StackTemplate stack) {
        return stack.resource("AWS::S3::Bucket").property("LifecycleConfiguration", "Rules", 0);
    }

    private static StackTemplate.Resource bucket(CloudAssembly assembly) {
        return assembly.resources("AWS::S3::Bucket")
                .filter(bucket -> bucket.stack().endsWith("-log-archive"))
                .findFirst()
                .orElseThrow();
    }
}
