package weather.kwangle.local.apigateway;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How the contract words API Gateway's own answers: {@code x-amazon-apigateway-gateway-responses}. A type that it does
 * not name takes DEFAULT_4XX or DEFAULT_5XX, status included; without those it takes API Gateway's own JSON.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html">
 *     Gateway responses in API Gateway</a>
 */
final class GatewayResponses {
    private static final String HEADER = "gatewayresponse.header.";
    private static final Definition AWS_DEFAULT =
            new Definition(OptionalInt.empty(), Map.of(), "{\"message\":$context.error.messageString}");

    private final Map<String, Definition> definitions;

    private record Definition(OptionalInt status, Map<String, MappedValue> headers, String template) {}

    private GatewayResponses(Map<String, Definition> definitions) {
        this.definitions = definitions;
    }

    static GatewayResponses parse(JsonNode responses) throws ContractException {
        var definitions = new HashMap<String, Definition>();
        for (Map.Entry<String, JsonNode> response : responses.properties()) {
            definitions.put(response.getKey(), definition(response.getKey(), response.getValue()));
        }
        return new GatewayResponses(Map.copyOf(definitions));
    }

    /**
     * The answer of one type.
     *
     * @param message what happened; {@code $context.error.message}
     */
    Answer render(GatewayResponseType type, String message, Variables variables) {
        variables
                .set("error.responseType", type.name())
                .set("error.message", message)
                .set("error.messageString", "\"" + message + "\"");
        Definition definition = find(type.name(), type.fallback());
        var headers = new LinkedHashMap<String, String>();
        headers.put("Content-Type", "application/json");
        definition
                .headers()
                .forEach((name, value) -> value.value(variables).ifPresent(text -> headers.put(name, text)));
        return new Answer(
                definition.status().orElse(type.defaultStatus()), headers, variables.fillIn(definition.template()));
    }

    private Definition find(String type, String fallback) {
        @Nullable Definition own = definitions.get(type);
        return own != null ? own : definitions.getOrDefault(fallback, AWS_DEFAULT);
    }

    private static Definition definition(String type, JsonNode response) throws ContractException {
        var headers = new LinkedHashMap<String, MappedValue>();
        for (Map.Entry<String, JsonNode> parameter :
                response.path("responseParameters").properties()) {
            String where = type + ".responseParameters." + parameter.getKey();
            if (!parameter.getKey().startsWith(HEADER)) {
                throw new ContractException(where + ": the stand-in maps headers only");
            }
            headers.put(
                    parameter.getKey().substring(HEADER.length()),
                    MappedValue.parse(where, parameter.getValue().asString("")));
        }
        JsonNode status = response.path("statusCode");
        return new Definition(
                status.isMissingNode() ? OptionalInt.empty() : OptionalInt.of(status.asInt()),
                headers,
                response.path("responseTemplates").path("application/json").asString(AWS_DEFAULT.template()));
    }

    /** An answer of API Gateway's own. */
    record Answer(int status, Map<String, String> headers, String body) {}
}
