package weather.kwangle.local.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The contract, the shipped access policy and what API Gateway is told to do say the same. */
class ContractAgreementTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final JsonNode CONTRACT = yaml("api/openapi.yaml");
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    @Test
    void theBasePathIsApiV1() {
        assertThat(CONTRACT.get("servers"))
                .isNotEmpty()
                .allSatisfy(server -> assertThat(server.get("url").asString()).endsWith("/api/v1"));
    }

    @Test
    void policyAndContractAskForTheSameScopes() {
        JsonNode policy = yaml("access-policy/policy/access-policy.yaml");
        String prefix = policy.get("resourceServer").asString() + "/";
        Map<String, Set<Set<String>>> asked = new TreeMap<>();
        policy.get("operations").properties().forEach(operation -> {
            JsonNode allOf = operation.getValue().path("allOf");
            JsonNode anyOf = operation.getValue().path("anyOf");
            asked.put(
                    operation.getKey(),
                    allOf.isMissingNode()
                            ? strings(anyOf).stream()
                                    .map(scope -> Set.of(prefix + scope))
                                    .collect(Collectors.toSet())
                            : Set.of(strings(allOf).stream()
                                    .map(scope -> prefix + scope)
                                    .collect(Collectors.toSet())));
        });

        Map<String, Set<Set<String>>> promised = new TreeMap<>();
        operations((name, operation) -> {
            Set<Set<String>> alternatives = operation
                    .get("security")
                    .valueStream()
                    .map(alternative -> Set.copyOf(strings(alternative.get("oauth2"))))
                    .collect(Collectors.toSet());
            promised.put(name, alternatives);
        });
        assertThat(promised).isEqualTo(asked);
    }

    @Test
    void everyOperationGoesThroughTheAuthorizerAndNothingIsCached() {
        operations((name, operation) -> assertThat(operation.get("security"))
                .as(name)
                .allSatisfy(alternative ->
                        assertThat(alternative.has("lambdaAuthorizer")).isTrue()));
        JsonNode authorizer =
                CONTRACT.at("/components/securitySchemes/lambdaAuthorizer/x-amazon-apigateway-authorizer");
        assertThat(authorizer.get("type").asString()).isEqualTo("request");
        assertThat(authorizer.get("authorizerResultTtlInSeconds").asInt(-1)).isZero();
    }

    @Test
    void everyOperationIsForwardedWithTheAssertionAndUnderItsOwnPath() {
        operations((name, operation) -> {
            JsonNode integration = operation.get("x-amazon-apigateway-integration");
            assertThat(integration.get("type").asString()).isEqualTo("http_proxy");
            assertThat(integration.get("httpMethod").asString() + " "
                            + integration.get("uri").asString())
                    .isEqualTo(name.replace(" /", " https://internal.kwangle.weather/"));
            assertThat(integration.get("requestParameters").properties())
                    .containsExactlyInAnyOrder(
                            Map.entry(
                                    "integration.request.header.X-Edge-Assertion",
                                    text("context.authorizer.edgeAssertion")),
                            Map.entry("integration.request.header.X-Client-Id", text("context.authorizer.clientId")));
        });
    }

    @Test
    void onlyThreeValuesDifferPerEnvironment() throws IOException {
        Set<String> placeholders = Pattern.compile("^ .*: \\$\\{(\\w+)}", Pattern.MULTILINE)
                .matcher(Files.readString(ROOT.resolve("api/openapi.yaml")))
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toSet());
        assertThat(placeholders)
                .containsExactlyInAnyOrder("AuthorizerInvocationUri", "AuthorizerCredentials", "VpcLinkId");
    }

    @Test
    void whatApiGatewayAnswersItselfIsAProblemOfTheSameStatus() {
        JsonNode responses = CONTRACT.get("x-amazon-apigateway-gateway-responses");
        assertThat(responses.propertyNames())
                .contains("DEFAULT_4XX", "DEFAULT_5XX", "UNAUTHORIZED", "ACCESS_DENIED", "AUTHORIZER_FAILURE");
        responses.properties().forEach(response -> {
            JsonNode problem = JsonMapper.shared()
                    .readTree(response.getValue()
                            .at("/responseTemplates/application~1json")
                            .asString());
            assertThat(problem.get("status").asInt())
                    .as(response.getKey())
                    .isEqualTo(response.getValue().get("statusCode").asInt());
            assertThat(problem.get("type").asString()).startsWith("https://");
            assertThat(problem.get("requestId").asString()).isEqualTo("$context.requestId");
            assertThat(response.getValue()
                            .at("/responseParameters/gatewayresponse.header.Content-Type")
                            .asString())
                    .isEqualTo("'application/problem+json'");
        });
    }

    @Test
    void ourOwnFailureIsNeverBlamedOnTheClient() {
        for (String type : List.of("AUTHORIZER_FAILURE", "AUTHORIZER_CONFIGURATION_ERROR")) {
            JsonNode response =
                    CONTRACT.get("x-amazon-apigateway-gateway-responses").get(type);
            assertThat(response.get("statusCode").asInt()).isEqualTo(503);
            assertThat(response.get("responseParameters").has("gatewayresponse.header.Retry-After"))
                    .isTrue();
        }
    }

    private static void operations(BiConsumer<String, JsonNode> consumer) {
        CONTRACT.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(member -> METHODS.contains(member.getKey()))
                        .forEach(member -> consumer.accept(
                                member.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), member.getValue())));
    }

    private static List<String> strings(JsonNode array) {
        return array.valueStream().map(JsonNode::asString).toList();
    }

    private static JsonNode text(String value) {
        return JsonMapper.shared().getNodeFactory().stringNode(value);
    }

    private static JsonNode yaml(String file) {
        try {
            Object document = new org.yaml.snakeyaml.Yaml().load(Files.readString(ROOT.resolve(file)));
            return JsonMapper.shared().valueToTree(document);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
