package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RefundStackTest {
    private static final FunctionFolder FOLDER = FunctionFolder.of("lambda-operations");

    private final CloudAssembly production = CloudAssembly.production();
    private final StackTemplate refunds = production.stack("max-weather-refunds");
    private final StackTemplate.Resource function = refunds.resource("AWS::Lambda::Function");
    private final StackTemplate.Resource undelivered = refunds.resource("AWS::SQS::Queue");
    private final StackTemplate.Resource subscription = refunds.resource("AWS::Logs::SubscriptionFilter");

    @Test
    void theFunctionRunsOnJavaAndArmFromTheFolderThatWasBuiltAndWithinBounds() throws Exception {
        assertThat(function.text("FunctionName")).isEqualTo("max-weather-refunds");
        assertThat(function.text("Runtime")).isEqualTo("java25");
        assertThat(function.text("Architectures", 0)).isEqualTo("arm64");
        assertThat(FOLDER.has(function.text("Handler"))).isTrue();
        assertThat(function.property("ReservedConcurrentExecutions").asInt()).isEqualTo(2);
        assertThat(function.property("Timeout").asInt()).isEqualTo(60);
        assertThat(function.text("TracingConfig", "Mode")).isEqualTo("Active");
        assertThat(refunds.resource("AWS::Logs::LogGroup").text("LogGroupName"))
                .isEqualTo("/aws/lambda/max-weather-refunds");
    }

    @Test
    void itWritesToTheQuotaTable() {
        assertThat(function.text("Environment", "Variables", "QUOTA_TABLE")).contains("max-weather-data:");
    }

    @Test
    void markersGoWhenTheCodeSaysSo() throws Exception {
        StackTemplate.Resource table = production.stack("max-weather-data").resource("AWS::DynamoDB::Table");
        assertThat(table.property("TimeToLiveSpecification", "Enabled").asBoolean())
                .isTrue();
        assertThat(table.text("TimeToLiveSpecification", "AttributeName"))
                .isEqualTo(FOLDER.load("weather.kwangle.quota.dynamodb.QuotaTable")
                        .getField("EXPIRES_AT")
                        .get(null));
    }

    @Test
    void onlyRequestsWhosePermitMayHaveToGoBackAreRead() {
        var pattern = new FilterPatternMatcher(subscription.text("FilterPattern"));
        assertThat(List.of(301, 400, 403, 404, 429, 500, 503, 504))
                .allMatch(status -> pattern.matches(LogLines.access("/forecast", status, 5, "-")));
        assertThat(List.of(200, 204, 304))
                .noneMatch(status -> pattern.matches(LogLines.access("/forecast", status, 5, "4")));
        assertThat(List.of("rate-limited", "quota-exceeded", "deny", "-"))
                .noneMatch(decision -> pattern.matches(
                        LogLines.access("/forecast", 429, 5, "-").replace("\"allow\"", "\"" + decision + "\"")));
        assertThat(pattern.matches(LogLines.access("/usage", 503, 5, "-"))).isFalse();
    }

    @Test
    void theAccessLogHasWhatTheFunctionReads() {
        assertThat(subscription.text("LogGroupName")).isEqualTo("/aws/apigateway/max-weather");
        String format = RestApiStage.accessLogFormat();
        assertThat(format)
                .contains(
                        "\"requestId\":\"$context.requestId\"",
                        "\"httpMethod\":\"$context.httpMethod\"",
                        "\"resourcePath\":\"$context.resourcePath\"",
                        "\"clientId\":\"$context.authorizer.clientId\"",
                        "\"decision\":\"$context.authorizer.decision\"",
                        "\"quotaDay\":\"$context.authorizer.quotaDay\"",
                        "\"status\":$context.status")
                .doesNotContain("edgeAssertion");
    }

    @Test
    void cloudWatchLogsAloneCallsItAndOnlyForTheAccessLog() {
        StackTemplate.Resource call = refunds.resource("AWS::Lambda::Permission");
        assertThat(call.text("Principal")).isEqualTo("logs.amazonaws.com");
        assertThat(call.text("SourceArn"))
                .isEqualTo("arn:aws:logs:us-east-1:${AWS::AccountId}:log-group:/aws/apigateway/max-weather:*");
        assertThat(call.text("SourceAccount")).isEqualTo("${AWS::AccountId}");
        assertThat(subscription.text("DestinationArn")).isEqualTo("${" + function.logicalId() + ".Arn}");
        assertThat(StackTemplate.elements(subscription.definition().path("DependsOn")))
                .anyMatch(dependency -> dependency.asText().equals(call.logicalId()));
    }

    @Test
    void whatCouldNotBeDoneWaitsForPeopleAsLongAsItCanStillBeGiven() throws Exception {
        assertThat(function.text("DeadLetterConfig", "TargetArn")).isEqualTo("${" + undelivered.logicalId() + ".Arn}");
        Duration kept = Duration.ofSeconds(
                undelivered.property("MessageRetentionPeriod").asLong());
        Duration given = (Duration) FOLDER.load("weather.kwangle.quota.refund.AccountRefunds")
                .getField("MAX_AGE")
                .get(null);
        assertThat(kept).isBetween(Duration.ofDays(3), given.minusDays(1));
    }

    @Test
    void itMayTouchNothingButCountersMarkersItsQueueItsKeyItsLogAndItsTraces() {
        StackTemplate.Resource policy = refunds.resource("AWS::IAM::Policy");
        assertThat(DataStackTest.statements(policy).stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder(
                        "logs:CreateLogStream logs:PutLogEvents",
                        "dynamodb:UpdateItem",
                        "dynamodb:PutItem",
                        "kms:Decrypt",
                        "sqs:SendMessage",
                        "kms:Decrypt kms:GenerateDataKey",
                        "xray:PutTelemetryRecords xray:PutTraceSegments");
        assertThat(policy.property("PolicyDocument", "Statement").findValues("dynamodb:LeadingKeys"))
                .extracting(Object::toString)
                .containsExactlyInAnyOrder("[\"CLIENT#*\"]", "[\"REFUND#*\"]");
    }
}
