package weather.kwangle.local.apigateway;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a Lambda authorizer answered.
 *
 * @param principalId who asks
 * @param policy what they may do
 * @param usageIdentifierKey their API key, where the source of API keys is the authorizer
 * @param context further values, which API Gateway turns into strings
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-output.html">
 *     Output from an API Gateway Lambda authorizer</a>
 */
record AuthorizerResult(
        String principalId, IamPolicy policy, Optional<String> usageIdentifierKey, Map<String, String> context) {

    static AuthorizerResult parse(String json) throws MalformedResultException {
        JsonNode result;
        try {
            result = JsonMapper.shared().readTree(json);
        } catch (JacksonException e) {
            throw new MalformedResultException("the result is no JSON");
        }
        if (!result.isObject()) {
            throw new MalformedResultException("the result is no JSON object");
        }
        JsonNode principal = result.path("principalId");
        if (!principal.isString() || principal.asString().isEmpty()) {
            throw new MalformedResultException("principalId is missing");
        }
        JsonNode policy = result.path("policyDocument");
        if (!policy.isObject()) {
            throw new MalformedResultException("policyDocument is missing");
        }
        JsonNode key = result.path("usageIdentifierKey");
        return new AuthorizerResult(
                principal.asString(),
                IamPolicy.parse(policy),
                key.isString() ? Optional.of(key.asString()) : Optional.empty(),
                context(result.path("context")));
    }

    private static Map<String, String> context(JsonNode context) throws MalformedResultException {
        var values = new LinkedHashMap<String, String>();
        for (Map.Entry<String, JsonNode> member : context.properties()) {
            JsonNode value = member.getValue();
            if (value.isNull()) {
                continue;
            }
            if (!value.isString() && !value.isNumber() && !value.isBoolean()) {
                throw new MalformedResultException(
                        "context." + member.getKey() + " is neither a string nor a number nor a boolean");
            }
            values.put(member.getKey(), value.asString());
        }
        return Map.copyOf(values);
    }
}
