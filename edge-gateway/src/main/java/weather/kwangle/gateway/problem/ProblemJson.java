package weather.kwangle.gateway.problem;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Writes problems as {@code application/problem+json}. */
public final class ProblemJson {
    private final JsonMapper json;

    public ProblemJson(JsonMapper json) {
        this.json = json;
    }

    /** The body of a problem. */
    public byte[] bytes(Problem problem, String requestId) {
        return json.writeValueAsBytes(problem.members(requestId));
    }

    /** Answers with the problem, instead of whatever was prepared. The response must not be committed. */
    public Mono<Void> write(ServerWebExchange exchange, Problem problem, String requestId) {
        ServerHttpResponse response = exchange.getResponse();
        byte[] body = bytes(problem, requestId);
        HttpHeaders headers = response.getHeaders();
        headers.clear();
        problem.headers().forEach(headers::set);
        headers.set(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
        headers.setContentLength(body.length);
        response.setStatusCode(HttpStatusCode.valueOf(problem.status()));
        if (exchange.getRequest().getMethod().equals(HttpMethod.HEAD)) {
            return response.setComplete();
        }
        DataBuffer buffer = response.bufferFactory().wrap(body);
        return response.writeWith(Mono.just(buffer));
    }
}
