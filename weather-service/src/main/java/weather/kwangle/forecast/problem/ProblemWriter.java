package weather.kwangle.forecast.problem;

import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Writes problems as {@code application/problem+json}. */
public final class ProblemWriter {
    private final JsonMapper json;

    public ProblemWriter(JsonMapper json) {
        this.json = json;
    }

    /** The body of a problem. */
    public byte[] bytes(Problem problem, Optional<String> requestId) {
        return json.writeValueAsBytes(problem.members(requestId));
    }

    /** Answers with the problem instead of whatever was prepared. The response must not be committed yet. */
    Mono<Void> write(ServerWebExchange exchange, Problem problem) {
        ServerHttpResponse response = exchange.getResponse();
        byte[] body = bytes(problem, RequestId.of(exchange.getRequest().getHeaders()));
        HttpHeaders headers = response.getHeaders();
        headers.clear();
        problem.headers().forEach(headers::set);
        headers.set(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
        headers.set(HttpHeaders.CACHE_CONTROL, "no-store");
        headers.setContentLength(body.length);
        response.setStatusCode(HttpStatusCode.valueOf(problem.status()));
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }
}
