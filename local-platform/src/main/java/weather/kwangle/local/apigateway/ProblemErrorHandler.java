package weather.kwangle.local.apigateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import tools.jackson.databind.json.JsonMapper;

/**
 * Words what the HTTP server refuses before there is a request, or fails at: bytes that are no HTTP get the contract's
 * own 400, anything else a problem that says no more than its status (RFC 9457 section 4.2.1).
 */
final class ProblemErrorHandler extends ErrorHandler {
    private final GatewayResponses responses;

    ProblemErrorHandler(GatewayResponses responses) {
        this.responses = responses;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        byte[] body = problem(response.getStatus(), response.getHeaders());
        response.write(true, ByteBuffer.wrap(body), callback);
        return true;
    }

    private byte[] problem(int status, HttpFields.Mutable headers) {
        String requestId = UUID.randomUUID().toString();
        headers.put("x-amzn-RequestId", requestId);
        if (status == HttpStatus.BAD_REQUEST_400) {
            GatewayResponses.Answer answer = responses.render(
                    GatewayResponseType.BAD_REQUEST_PARAMETERS,
                    "Bad Request",
                    new Variables().set("requestId", requestId));
            answer.headers().forEach(headers::put);
            return answer.body().getBytes(UTF_8);
        }
        Map<String, Object> problem = new LinkedHashMap<>();
        problem.put("type", "about:blank");
        problem.put("title", HttpStatus.getMessage(status));
        problem.put("status", status);
        problem.put("requestId", requestId);
        headers.put("Content-Type", "application/problem+json");
        return JsonMapper.shared().writeValueAsBytes(problem);
    }
}
