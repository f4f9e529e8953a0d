package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class EdgeStackTest {
    private static final StackTemplate PRODUCTION = CloudAssembly.production().stack("max-weather-edge");
    private static final StackTemplate STAGING = CloudAssembly.staging().stack("max-weather-staging-edge");
    private static final StackTemplate WITHOUT_DOMAIN =
            CloudAssembly.productionWithoutDomain().stack("max-weather-edge");
    static final List<StackTemplate> ALL = List.of(PRODUCTION, STAGING, WITHOUT_DOMAIN);

    private static StackTemplate.Resource api(StackTemplate edge) {
        return edge.resource("AWS::ApiGateway::RestApi");
    }

    private static JsonNode body(StackTemplate edge) {
        return api(edge).property("Body");
    }

    private static StackTemplate.Resource stage(StackTemplate edge) {
        return edge.resource("AWS::ApiGateway::Stage");
    }

    @Test
    void theApiIsRegionalAndItsStageIsV1() {
        assertThat(api(PRODUCTION).text("Name")).isEqualTo("max-weather");
        assertThat(api(PRODUCTION).property("EndpointConfiguration", "Types")).hasToString("[\"REGIONAL\"]");
        assertThat(stage(PRODUCTION).text("StageName")).isEqualTo("v1");
    }

    @Test
    void theStageLetsTenThousandRequestsASecondThroughAndFiveThousandAtOnce() {
        JsonNode settings = stage(PRODUCTION).property("MethodSettings", 0);
        assertThat(settings.path("ResourcePath").asText()
                        + settings.path("HttpMethod").asText())
                .isEqualTo("/**");
        assertThat(settings.path("ThrottlingRateLimit").asInt()).isEqualTo(10_000);
        assertThat(settings.path("ThrottlingBurstLimit").asInt()).isEqualTo(5_000);
    }

    @Test
    void theStageIsMeasuredTracedAndLoggedButNeverLogsBodiesAndTokens() {
        JsonNode settings = stage(PRODUCTION).property("MethodSettings", 0);
        assertThat(settings.path("MetricsEnabled").asBoolean()).isTrue();
        assertThat(settings.path("LoggingLevel").asText()).isEqualTo("ERROR");
        assertThat(settings.path("DataTraceEnabled").asBoolean(true)).isFalse();
        assertThat(stage(PRODUCTION).property("TracingEnabled").asBoolean()).isTrue();
    }

    @Test
    void theLogGroupsOfApiGatewayAndFirewallAreMadeBeforeTheyWouldMakeThem() {
        assertThat(PRODUCTION.resources("AWS::Logs::LogGroup"))
                .extracting(group ->
                        group.text("LogGroupName").replace(api(PRODUCTION).logicalId(), "api"))
                .containsExactlyInAnyOrder(
                        "/aws/apigateway/max-weather",
                        "API-Gateway-Execution-Logs_${api}/v1",
                        "aws-waf-logs-max-weather",
                        "/aws/lambda/max-weather-authorizer");
        String executionLogs = PRODUCTION.resources("AWS::Logs::LogGroup").stream()
                .filter(group -> group.text("LogGroupName").startsWith("API-Gateway-Execution-Logs"))
                .findFirst()
                .orElseThrow()
                .logicalId();
        assertThat(stage(PRODUCTION).definition().path("DependsOn").toString()).contains(executionLogs);
    }

    /** API Gateway writes a hyphen for what a request has not. */
    @Test
    void aLineOfTheAccessLogIsJsonEvenIfTheRequestGotNowhere() throws Exception {
        String format = stage(PRODUCTION).text("AccessLogSetting", "Format");
        String line = format.replaceAll("\\$context\\.(status|requestTimeEpoch|responseLatency|responseLength)\\b", "0")
                .replaceAll("\\$context\\.[A-Za-z.]+", "-");

        Set<String> fields = new TreeSet<>();
        new ObjectMapper().readTree(line).fieldNames().forEachRemaining(fields::add);

        assertThat(fields)
                .contains(
                        "requestId",
                        "extendedRequestId",
                        "ip",
                        "httpMethod",
                        "resourcePath",
                        "status",
                        "responseLatency",
                        "integrationLatency",
                        "integrationStatus",
                        "clientId",
                        "plan",
                        "decision",
                        "authorizerStatus",
                        "wafStatus",
                        "errorType",
                        "requestTimeEpoch");
        // What a client writes freely could end the text it stands in.
        assertThat(format).doesNotContain("userAgent").doesNotContain("error.message");
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void theApiHasTheContractsOperationsWhichAreThePolicysToo(StackTemplate edge) {
        Set<String> policy = new TreeSet<>();
        ProductDocuments.POLICY.path("operations").fieldNames().forEachRemaining(policy::add);
        assertThat(ProductDocuments.operations(body(edge)).keySet())
                .isEqualTo(
                        ProductDocuments.operations(ProductDocuments.CONTRACT).keySet())
                .isEqualTo(policy);
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void everyOperationNeedsTheAuthorizerAndTheKeyThatItNames(StackTemplate edge) {
        assertThat(ProductDocuments.operations(body(edge)).values())
                .allSatisfy(operation -> assertThat(operation.path("security"))
                        .hasToString("[{\"lambdaAuthorizer\":[],\"usageKey\":[]}]"));
        assertThat(body(edge).path("x-amazon-apigateway-api-key-source").asText())
                .isEqualTo("AUTHORIZER");
        JsonNode schemes = body(edge).at("/components/securitySchemes");
        assertThat(schemes.path("usageKey"))
                .hasToString("{\"type\":\"apiKey\",\"in\":\"header\",\"name\":\"x-api-key\"}");
        assertThat(schemes.at("/lambdaAuthorizer/x-amazon-apigateway-authtype").asText())
                .isEqualTo("custom");
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void noDecisionIsCached(StackTemplate edge) {
        JsonNode authorizer =
                body(edge).at("/components/securitySchemes/lambdaAuthorizer/x-amazon-apigateway-authorizer");
        assertThat(authorizer.path("type").asText()).isEqualTo("request");
        assertThat(authorizer.path("authorizerResultTtlInSeconds").asInt(300)).isZero();
        assertThat(authorizer.path("identitySource").asText()).isEqualTo("method.request.header.Authorization");
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void everyOperationGoesThroughTheVpcLinkWithTheAssertion(StackTemplate edge) {
        ProductDocuments.operations(body(edge)).forEach((name, operation) -> {
            JsonNode integration = operation.path("x-amazon-apigateway-integration");
            assertThat(integration.path("type").asText()).isEqualTo("http_proxy");
            assertThat(integration.path("connectionType").asText()).isEqualTo("VPC_LINK");
            assertThat(StackTemplate.text(integration.path("connectionId"))).isNotEmpty();
            assertThat(StackTemplate.text(integration.path("integrationTarget")))
                    .isNotEmpty();
            assertThat(integration.path("uri").asText())
                    .isEqualTo("https://" + Names.INTERNAL_HOST + name.substring(name.indexOf(' ') + 1));
            assertThat(integration
                            .path("requestParameters")
                            .path("integration.request.header.X-Edge-Assertion")
                            .asText())
                    .isEqualTo("context.authorizer.edgeAssertion");
        });
    }

    @Test
    void onlyWithoutADomainIsTheCertificateBehindTheLinkNotVerified() {
        assertThat(body(PRODUCTION).findValue("insecureSkipVerification")).isNull();
        assertThat(ProductDocuments.operations(body(WITHOUT_DOMAIN)).values())
                .allMatch(operation -> operation
                        .at("/x-amazon-apigateway-integration/tlsConfig/insecureSkipVerification")
                        .asBoolean());
    }

    @ParameterizedTest
    @FieldSource("ALL")
    void noPlaceholderOfTheContractIsLeft(StackTemplate edge) {
        assertThat(body(edge).toString())
                .doesNotContain("${AuthorizerInvocationUri}")
                .doesNotContain("${AuthorizerCredentials}")
                .doesNotContain("${VpcLinkId}")
                .doesNotContain("${Token[");
        assertThat(api(edge).property("FailOnWarnings").asBoolean()).isTrue();
    }

    @Test
    void whatApiGatewayAnswersItselfIsAProblemAsInTheContract() {
        JsonNode responses = body(PRODUCTION).path("x-amazon-apigateway-gateway-responses");
        assertThat(responses)
                .isNotEmpty()
                .isEqualTo(ProductDocuments.CONTRACT.path("x-amazon-apigateway-gateway-responses"));
        assertThat(responses)
                .allSatisfy(response -> assertThat(response.path("responseParameters")
                                .path("gatewayresponse.header.Content-Type")
                                .asText())
                        .isEqualTo("'application/problem+json'"));
    }

    @Test
    void anotherDefinitionIsAnotherDeployment() {
        assertThat(PRODUCTION.resource("AWS::ApiGateway::Deployment").logicalId())
                .isNotEqualTo(
                        WITHOUT_DOMAIN.resource("AWS::ApiGateway::Deployment").logicalId());
    }

    @Test
    void clientsCallTheApiByItsOwnNamesBelowTheContractsBasePath() {
        assertThat(PRODUCTION.resources("AWS::ApiGateway::DomainName"))
                .extracting(name -> name.text("DomainName"))
                .containsExactlyInAnyOrder("api.kwangle.weather", "weather.kwangle.weather");
        assertThat(STAGING.resources("AWS::ApiGateway::DomainName"))
                .extracting(name -> name.text("DomainName"))
                .containsExactly("staging.kwangle.weather");
        for (StackTemplate edge : List.of(PRODUCTION, STAGING)) {
            assertThat(edge.resources("AWS::ApiGatewayV2::ApiMapping"))
                    .hasSameSizeAs(edge.resources("AWS::ApiGateway::DomainName"))
                    .allMatch(mapping -> mapping.text("ApiMappingKey").equals("api/v1"));
        }
        assertThat(ProductDocuments.CONTRACT.path("servers").findValuesAsText("url"))
                .containsExactly(url(PRODUCTION), url(STAGING));
    }

    @Test
    void theNamesSpeakTls12AtLeastWithTheWildcardCertificate() {
        assertThat(PRODUCTION.resources("AWS::ApiGateway::DomainName")).allSatisfy(name -> {
            assertThat(name.text("SecurityPolicy")).isEqualTo("TLS_1_2");
            assertThat(name.text("RegionalCertificateArn")).startsWith("${max-weather-domain:");
            assertThat(name.text("EndpointConfiguration", "Types", 0)).isEqualTo("REGIONAL");
        });
    }

    @Test
    void eachNameResolvesForBothGenerationsOfTheProtocol() {
        assertThat(PRODUCTION.resources("AWS::Route53::RecordSet"))
                .extracting(record -> record.text("Type") + " " + record.text("Name"))
                .containsExactlyInAnyOrder(
                        "A api.kwangle.weather.",
                        "AAAA api.kwangle.weather.",
                        "A weather.kwangle.weather.",
                        "AAAA weather.kwangle.weather.");
        assertThat(PRODUCTION.resources("AWS::ApiGateway::DomainName"))
                .allMatch(name ->
                        name.text("EndpointConfiguration", "IpAddressType").equals("dualstack"));
    }

    @Test
    void apiGatewaysOwnEndpointServesWithoutADomainOnly() {
        assertThat(api(PRODUCTION).property("DisableExecuteApiEndpoint").asBoolean())
                .isTrue();
        assertThat(api(WITHOUT_DOMAIN).property("DisableExecuteApiEndpoint").asBoolean(true))
                .isFalse();
        assertThat(WITHOUT_DOMAIN.resources().map(StackTemplate.Resource::type))
                .doesNotContain(
                        "AWS::ApiGateway::DomainName", "AWS::ApiGatewayV2::ApiMapping", "AWS::Route53::RecordSet");
        assertThat(url(WITHOUT_DOMAIN))
                .isEqualTo("https://${" + api(WITHOUT_DOMAIN).logicalId()
                        + "}.execute-api.us-east-1.amazonaws.com/${"
                        + stage(WITHOUT_DOMAIN).logicalId() + "}");
    }

    private static String url(StackTemplate edge) {
        return StackTemplate.text(edge.root().at("/Outputs/ApiUrl/Value"));
    }
}
