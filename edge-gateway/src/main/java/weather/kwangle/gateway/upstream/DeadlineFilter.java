package weather.kwangle.gateway.upstream;

import java.time.Duration;
import org.springframework.cloud.gateway.filter.GatewayFilterChain;
import org.springframework.cloud.gateway.filter.GlobalFilter;
import org.springframework.cloud.gateway.filter.NettyWriteResponseFilter;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import weather.kwangle.gateway.problem.ProblemException;
import weather.kwangle.gateway.problem.Problems;

/**
 * Ends a routed request at its deadline. The gateway's response timeout stops at the header of the answer; this one also
 * covers a body that arrives drop by drop, so it stands around the filter that writes the body.
 */
public final class DeadlineFilter implements GlobalFilter, Ordered {
    private final Duration deadline;

    public DeadlineFilter(Duration deadline) {
        this.deadline = deadline;
    }

    @Override
    public int getOrder() {
        return NettyWriteResponseFilter.WRITE_RESPONSE_FILTER_ORDER - 1;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, GatewayFilterChain chain) {
        return chain.filter(exchange)
                .timeout(deadline, Mono.error(() -> new ProblemException(Problems.upstreamTimeout())));
    }
}
