package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DataStackTest {
    private static final FunctionFolder FOLDER = FunctionFolder.of("lambda-operations");

    private final StackTemplate data = CloudAssembly.production().stack("max-weather-data");
    private final StackTemplate.Resource table = data.resource("AWS::DynamoDB::Table");
    private final StackTemplate.Resource secret = data.resource("AWS::SecretsManager::Secret");
    private final StackTemplate.Resource rotation = data.resource("AWS::Lambda::Function");

    @Test
    void theQuotaTableIsKeyedByPkAndPaidByRequestUpToABound() {
        assertThat(table.text("TableName")).isEqualTo("max-weather-quota");
        assertThat(table.property("KeySchema")).hasSize(1);
        assertThat(table.text("KeySchema", 0, "AttributeName")).isEqualTo("pk");
        assertThat(table.text("AttributeDefinitions", 0, "AttributeType")).isEqualTo("S");
        assertThat(table.text("BillingMode")).isEqualTo("PAY_PER_REQUEST");
        assertThat(table.property("OnDemandThroughput", "MaxWriteRequestUnits").asInt())
                .isEqualTo(20_000);
    }

    @Test
    void theQuotaTableCanBeBroughtBackToAnySecondOfFiveWeeksAndCannotBeDeleted() {
        assertThat(table.property("PointInTimeRecoverySpecification", "PointInTimeRecoveryEnabled")
                        .asBoolean())
                .isTrue();
        assertThat(table.property("PointInTimeRecoverySpecification", "RecoveryPeriodInDays")
                        .asInt())
                .isEqualTo(35);
        assertThat(table.property("DeletionProtectionEnabled").asBoolean()).isTrue();
        assertThat(table.definition().path("DeletionPolicy").asText()).isEqualTo("RetainExceptOnCreate");
    }

    @Test
    void tableAndSecretAreEncryptedWithTheEnvironmentsKeyAndOutliveTheStack() {
        assertThat(table.text("SSESpecification", "SSEType")).isEqualTo("KMS");
        assertThat(table.text("SSESpecification", "KMSMasterKeyId")).startsWith("${max-weather-encryption:");
        assertThat(secret.text("Name")).isEqualTo("max-weather/edge-key");
        assertThat(secret.text("KmsKeyId")).startsWith("${max-weather-encryption:");
        assertThat(secret.definition().path("DeletionPolicy").asText()).isEqualTo("RetainExceptOnCreate");
    }

    /** The class that authorizer and gateway read it with, on what Secrets Manager makes of the template's instructions. */
    @Test
    void theFirstSecretIsGoodBeforeTheFirstRotation() throws Exception {
        JsonNode made = secret.property("GenerateSecretString");
        assertThat(made.path("ExcludePunctuation").asBoolean()).isTrue();
        ObjectNode first = (ObjectNode)
                new ObjectMapper().readTree(made.path("SecretStringTemplate").asText());
        for (String characters : List.of("a", "Z", "9", "zZ0")) {
            String password = characters
                    .repeat(50)
                    .substring(0, made.path("PasswordLength").asInt());
            first.put(made.path("GenerateStringKey").asText(), password);

            Object keys = FOLDER.load("weather.kwangle.edge.EdgeKeys")
                    .getMethod("parseSecret", String.class)
                    .invoke(null, first.toString());

            assertThat(keys).hasToString("EdgeKeys[first]");
        }
    }

    /** With other ones CloudFormation would replace the keys in use at once; whoever changes this line has to mean that. */
    @Test
    void theInstructionsForTheFirstSecretNeverChange() {
        assertThat(secret.property("GenerateSecretString"))
                .hasToString(
                        "{\"ExcludePunctuation\":true,\"GenerateStringKey\":\"key\",\"PasswordLength\":43,"
                                + "\"RequireEachIncludedType\":false,\"SecretStringTemplate\":\"{\\\"kid\\\":\\\"first\\\"}\"}");
    }

    @Test
    void theEdgeKeyIsNewEveryThirtyDaysAndAtTheFirstDeployment() {
        StackTemplate.Resource schedule = data.resource("AWS::SecretsManager::RotationSchedule");
        assertThat(schedule.property("RotationRules", "AutomaticallyAfterDays").asInt())
                .isEqualTo(30);
        assertThat(schedule.property("RotateImmediatelyOnUpdate").asBoolean()).isTrue();
        assertThat(schedule.text("SecretId")).isEqualTo("${" + secret.logicalId() + "}");
        assertThat(schedule.text("RotationLambdaARN")).isEqualTo("${" + rotation.logicalId() + ".Arn}");
        StackTemplate.Resource permission = data.resource("AWS::Lambda::Permission");
        assertThat(permission.text("Principal")).isEqualTo("secretsmanager.amazonaws.com");
        assertThat(permission.text("SourceArn")).isEqualTo("${" + secret.logicalId() + "}");
    }

    @Test
    void theRotationRunsOnJavaAndArmFromTheFolderThatWasBuilt() throws Exception {
        assertThat(rotation.text("FunctionName")).isEqualTo("max-weather-edge-key-rotation");
        assertThat(rotation.text("Runtime")).isEqualTo("java25");
        assertThat(rotation.text("Architectures", 0)).isEqualTo("arm64");
        assertThat(rotation.property("ReservedConcurrentExecutions").asInt()).isEqualTo(1);
        assertThat(FOLDER.has(rotation.text("Handler"))).isTrue();
    }

    @Test
    void aStepOfTheRotationHasTheTimeThatItWaits() throws Exception {
        Class<?> code = FOLDER.load("weather.kwangle.operations.rotation.EdgeKeyRotation");
        Duration timeout = Duration.ofSeconds(rotation.property("Timeout").asInt());
        for (String wait : List.of("UNTIL_ALL_KNOW", "UNTIL_NOBODY_SIGNS")) {
            assertThat((Duration) code.getField(wait).get(null)).as(wait).isLessThanOrEqualTo(timeout.minusMinutes(1));
        }
    }

    @Test
    void theRotationMayTouchNothingButItsSecretItsKeyItsLogAndItsTraces() {
        StackTemplate.Resource policy = data.resource("AWS::IAM::Policy");
        assertThat(statements(policy))
                .containsExactlyInAnyOrder(
                        Map.entry(
                                "logs:CreateLogStream logs:PutLogEvents",
                                "${" + data.resource("AWS::Logs::LogGroup").logicalId() + ".Arn}"),
                        Map.entry(
                                "secretsmanager:DescribeSecret secretsmanager:GetSecretValue secretsmanager:PutSecretValue"
                                        + " secretsmanager:UpdateSecretVersionStage",
                                "${" + secret.logicalId() + "}"),
                        Map.entry("kms:Decrypt kms:GenerateDataKey", secret.text("KmsKeyId")),
                        Map.entry("xray:PutTelemetryRecords xray:PutTraceSegments", "*"));
    }

    /** Actions and resource of each statement. */
    static List<Map.Entry<String, String>> statements(StackTemplate.Resource policy) {
        return policy.property("PolicyDocument", "Statement")
                .valueStream()
                .map(statement -> Map.entry(
                        String.join(" ", texts(statement.path("Action"))),
                        String.join(" ", texts(statement.path("Resource")))))
                .toList();
    }

    private static List<String> texts(JsonNode oneOrMany) {
        Stream<JsonNode> nodes = oneOrMany.isArray() ? oneOrMany.valueStream() : Stream.of(oneOrMany);
        return nodes.map(StackTemplate::text).sorted().toList();
    }
}
