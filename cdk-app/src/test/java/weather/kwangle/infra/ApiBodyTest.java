package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiBodyTest {
    private static final String CONTRACT = """
            openapi: 3.0.3
            info: { title: Test, version: "1", description: long }
            paths:
              /a:
                get:
                  operationId: getA
                  description: long
                  parameters: [{ name: b, in: query, schema: { type: string } }]
                  security: [{ lambdaAuthorizer: [], oauth2: [read] }, { lambdaAuthorizer: [], oauth2: [write] }]
                  responses: { "200": { $ref: "#/components/responses/Ok" } }
                  x-amazon-apigateway-integration:
                    type: http_proxy
                    connectionId: ${VpcLinkId}
                    requestParameters: &headers { integration.request.header.X: context.authorizer.x }
                post:
                  x-amazon-apigateway-integration: { type: http_proxy, requestParameters: *headers }
            components:
              securitySchemes:
                oauth2: { type: oauth2 }
                lambdaAuthorizer:
                  type: apiKey
                  x-amazon-apigateway-authorizer: { authorizerUri: "${AuthorizerInvocationUri}" }
              responses: { Ok: { description: fine } }
              schemas: { A: { type: object } }
            """;

    @TempDir
    private Path folder = Path.of("");

    private JsonNode body(Map<String, String> values) throws Exception {
        Path file = Files.writeString(folder.resolve("openapi.yaml"), CONTRACT);
        return new ObjectMapper().valueToTree(new ApiBody(values, Map.of("integrationTarget", "arn")).of(file));
    }

    @Test
    void onlyWhatApiGatewayActsOnIsLeft() throws Exception {
        JsonNode body = body(Map.of("VpcLinkId", "link", "AuthorizerInvocationUri", "uri"));

        assertThat(body.at("/paths/~1a/get").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("operationId", "responses", "security", "x-amazon-apigateway-integration");
        assertThat(body.path("components").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("securitySchemes");
        assertThat(body.at("/components/securitySchemes").properties())
                .extracting(Map.Entry::getKey)
                .containsExactly("lambdaAuthorizer", "usageKey");
        assertThat(body.toString()).doesNotContain("$ref").doesNotContain("long");
    }

    @Test
    void valuesAreFilledInAndAnchorsResolved() throws Exception {
        JsonNode body = body(Map.of("VpcLinkId", "link", "AuthorizerInvocationUri", "uri"));

        assertThat(body.at("/paths/~1a/get/x-amazon-apigateway-integration"))
                .hasToString("{\"type\":\"http_proxy\",\"connectionId\":\"link\",\"requestParameters\":"
                        + "{\"integration.request.header.X\":\"context.authorizer.x\"},\"integrationTarget\":\"arn\"}");
        assertThat(body.at("/paths/~1a/post/x-amazon-apigateway-integration/requestParameters"))
                .isEqualTo(body.at("/paths/~1a/get/x-amazon-apigateway-integration/requestParameters"));
        assertThat(body.at("/components/securitySchemes/lambdaAuthorizer/x-amazon-apigateway-authorizer/authorizerUri")
                        .asText())
                .isEqualTo("uri");
    }

    @Test
    void aValueThatNobodyGivesIsRefused() {
        assertThatThrownBy(() -> body(Map.of("VpcLinkId", "link")))
                .isInstanceOf(SettingsException.class)
                .hasMessage("api/openapi.yaml: there is no value for ${AuthorizerInvocationUri}");
    }
}
