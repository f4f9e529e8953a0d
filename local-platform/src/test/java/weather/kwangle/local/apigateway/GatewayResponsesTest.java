package weather.kwangle.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GatewayResponsesTest {
    @Test
    void aTemplatePrintsVariablesAsTheyAreAndNothingForUnknownOnes() throws Exception {
        GatewayResponses responses = responses("""
                ACCESS_DENIED:
                  statusCode: 403
                  responseParameters:
                    gatewayresponse.header.Content-Type: "'application/problem+json'"
                    gatewayresponse.header.X-Id: context.requestId
                    gatewayresponse.header.X-Absent: context.authorizer.nothing
                  responseTemplates:
                    application/json: '{"detail":"$context.authorizer.reason.","id":"$context.requestId","none":"$context.authorizer.nothing","message":$context.error.messageString,"type":"$context.error.responseType"}'
                """);

        GatewayResponses.Answer answer = responses.render(
                GatewayResponseType.ACCESS_DENIED,
                "User is not authorized",
                new Variables().set("requestId", "r-1").set("authorizer.reason", "costs $1 or \\2"));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.headers())
                .containsEntry("Content-Type", "application/problem+json")
                .containsEntry("X-Id", "r-1")
                .doesNotContainKey("X-Absent");
        assertThat(answer.body())
                .isEqualTo("{\"detail\":\"costs $1 or \\2.\",\"id\":\"r-1\",\"none\":\"\","
                        + "\"message\":\"User is not authorized\",\"type\":\"ACCESS_DENIED\"}");
    }

    @Test
    void aTypeThatIsNotNamedTakesTheDefaultOfItsClass() throws Exception {
        GatewayResponses responses = responses("""
                DEFAULT_4XX: { responseTemplates: { application/json: "four $context.error.responseType" } }
                DEFAULT_5XX: { statusCode: 503, responseTemplates: { application/json: "five" } }
                """);

        assertThat(render(responses, GatewayResponseType.THROTTLED).status()).isEqualTo(429);
        assertThat(render(responses, GatewayResponseType.THROTTLED).body()).isEqualTo("four THROTTLED");
        // AWS: changing the status of the fallback changes the status of all others.
        assertThat(render(responses, GatewayResponseType.INTEGRATION_TIMEOUT).status())
                .isEqualTo(503);
        assertThat(render(responses, GatewayResponseType.INTEGRATION_TIMEOUT).body())
                .isEqualTo("five");
    }

    @Test
    void withoutADefaultTheAnswerIsApiGatewaysOwn() throws Exception {
        GatewayResponses.Answer answer = render(responses("{}"), GatewayResponseType.MISSING_AUTHENTICATION_TOKEN);

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.headers()).containsEntry("Content-Type", "application/json");
        assertThat(answer.body()).isEqualTo("{\"message\":\"It failed\"}");
    }

    @Test
    void aMappingThatTheStandInDoesNotKnowIsNamed() {
        assertThatThrownBy(() -> responses("""
                        UNAUTHORIZED:
                          responseParameters: { gatewayresponse.header.X: method.request.header.Y }
                        """))
                .isInstanceOf(ContractException.class)
                .hasMessage("UNAUTHORIZED.responseParameters.gatewayresponse.header.X is \"method.request.header.Y\";"
                        + " the stand-in maps context.… and 'constants' only");
    }

    private static GatewayResponses.Answer render(GatewayResponses responses, GatewayResponseType type) {
        return responses.render(type, "It failed", new Variables());
    }

    private static GatewayResponses responses(String yaml) throws ContractException {
        return GatewayResponses.parse(Yaml.read("test.yaml", yaml));
    }
}
