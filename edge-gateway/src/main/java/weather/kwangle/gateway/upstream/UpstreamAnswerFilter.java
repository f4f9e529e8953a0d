package weather.kwangle.gateway.upstream;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.NettyWriteResponseFilter;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.internal.shaded.reactor.pool.PoolAcquirePendingLimitException;
import weather.kwangle.gateway.assertion.Caller;
import weather.kwangle.gateway.problem.Problem;
import weather.kwangle.gateway.problem.ProblemException;
import weather.kwangle.gateway.problem.Problems;

/**
 * Reads what the service answered before any of it reaches the client. The service explains its errors as problem+json,
 * and those pass unchanged; an error in any other form was not written for clients, so its body stays behind.
 */
public final class UpstreamAnswerFilter implements GlobalFilter, Ordered {
    private static final Logger LOG = LoggerFactory.getLogger(UpstreamAnswerFilter.class);
    private static final int LOWEST_ERROR = 400;
    private static final int LOWEST_SERVER_ERROR = 500;

    /** Inside the filter that writes the answer, around the one that fetches it. */
    @Override
    public int getOrder() {
        return NettyWriteResponseFilter.WRITE_RESPONSE_FILTER_ORDER + 1;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        return chain.filter(exchange)
                .onErrorMap(failure -> explained(exchange, failure))
                .then(Mono.defer(() -> check(exchange)));
    }

    private static Mono<Void> check(ServerWebExchange exchange) {
        ServerHttpResponse response = exchange.getResponse();
        HttpStatusCode status = response.getStatusCode();
        if (status == null || status.value() < LOWEST_ERROR || isProblem(response)) {
            return Mono.empty();
        }
        LOG.atWarn()
                .addKeyValue("requestId", Caller.requestId(exchange))
                .addKeyValue("upstreamStatus", status.value())
                .log("the service answered an error that is no problem+json");
        return Mono.error(new ProblemException(unexplained(status.value())));
    }

    private static boolean isProblem(ServerHttpResponse response) {
        String contentType = response.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
        if (contentType == null) {
            return false;
        }
        int parameters = contentType.indexOf(';');
        String mediaType = parameters < 0 ? contentType : contentType.substring(0, parameters);
        return mediaType.strip().equalsIgnoreCase(Problem.MEDIA_TYPE);
    }

    /** Only 503 and 504 say something about the service as a whole; any other server error is just no answer. */
    private static Problem unexplained(int status) {
        return switch (status) {
            case 503 -> Problems.serviceUnavailable();
            case 504 -> Problems.upstreamTimeout();
            default -> status < LOWEST_SERVER_ERROR ? Problems.ofStatus(status) : Problems.badGateway();
        };
    }

    private static Throwable explained(ServerWebExchange exchange, Throwable failure) {
        if (failure instanceof ProblemException) {
            return failure;
        }
        LOG.atWarn()
                .addKeyValue("requestId", Caller.requestId(exchange))
                .addKeyValue("failure", failure.toString())
                .log("the service gave no answer");
        return new ProblemException(problem(failure), failure);
    }

    /** The routing filter turns only its own timeout, for an answer that did not begin, into a status. */
    private static Problem problem(Throwable failure) {
        return switch (failure) {
            case ResponseStatusException _ -> Problems.upstreamTimeout();
            // No free connection in time, or too many requests that wait for one: the service was never asked.
            case TimeoutException _, PoolAcquirePendingLimitException _ -> Problems.serviceUnavailable();
            case ConnectException _, NoRouteToHostException _, UnknownHostException _ -> Problems.serviceUnavailable();
            default -> Problems.badGateway();
        };
    }
}
