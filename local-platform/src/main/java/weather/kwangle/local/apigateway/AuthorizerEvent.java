package weather.kwangle.local.apigateway;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The event of a REQUEST authorizer of a REST API behind a custom domain with a base path: {@code resource} and ARN are
 * those of the API, {@code path} is what the client asked for.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html">Input
 *     to an API Gateway Lambda authorizer</a>
 */
final class AuthorizerEvent {
    private static final DateTimeFormatter REQUEST_TIME = DateTimeFormatter.ofPattern(
                    "dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private AuthorizerEvent() {}

    static String of(ClientRequest request, ApiDefinition.Match match, String pathOfApi) {
        ApiMethod method = match.method();
        var event = new LinkedHashMap<String, @Nullable Object>();
        event.put("type", "REQUEST");
        event.put("methodArn", Stage.methodArn(request.httpMethod(), pathOfApi));
        event.put("resource", method.resource());
        event.put("path", request.path());
        event.put("httpMethod", request.httpMethod());
        event.put("headers", last(request.headersByName()));
        event.put("multiValueHeaders", request.headersByName());
        event.put("queryStringParameters", last(request.parametersByName()));
        event.put("multiValueQueryStringParameters", request.parametersByName());
        event.put("pathParameters", match.pathParameters());
        event.put("stageVariables", Map.of());
        event.put("requestContext", requestContext(request, method));
        return JsonMapper.shared().writeValueAsString(event);
    }

    private static Map<String, @Nullable Object> requestContext(ClientRequest request, ApiMethod method) {
        var context = new LinkedHashMap<String, @Nullable Object>();
        context.put("resourceId", "local1");
        context.put("resourcePath", method.resource());
        context.put("httpMethod", request.httpMethod());
        context.put("extendedRequestId", request.id());
        context.put("requestTime", REQUEST_TIME.format(request.receivedAt()));
        context.put("path", request.path());
        context.put("accountId", Stage.ACCOUNT_ID);
        context.put("protocol", request.protocol());
        context.put("stage", Stage.NAME);
        context.put("domainPrefix", "127");
        context.put("requestTimeEpoch", request.receivedAt().toEpochMilli());
        context.put("requestId", request.id());
        context.put("identity", identity(request));
        context.put("domainName", String.join("", request.header("Host")));
        context.put("deploymentId", "local1");
        context.put("apiId", Stage.API_ID);
        return context;
    }

    private static Map<String, @Nullable Object> identity(ClientRequest request) {
        var identity = new LinkedHashMap<String, @Nullable Object>();
        for (String unused : List.of(
                "cognitoIdentityPoolId",
                "accountId",
                "cognitoIdentityId",
                "caller",
                "principalOrgId",
                "accessKey",
                "cognitoAuthenticationType",
                "cognitoAuthenticationProvider",
                "userArn",
                "user")) {
            identity.put(unused, null);
        }
        identity.put("sourceIp", request.sourceIp());
        identity.put(
                "userAgent", request.header("User-Agent").stream().findFirst().orElse(null));
        return identity;
    }

    private static Map<String, String> last(Map<String, List<String>> values) {
        var last = new LinkedHashMap<String, String>();
        values.forEach((name, all) -> last.put(name, all.getLast()));
        return last;
    }
}
