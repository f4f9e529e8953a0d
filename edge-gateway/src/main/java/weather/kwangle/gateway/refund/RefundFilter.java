package weather.kwangle.gateway.refund;

import java.util.function.Predicate;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import weather.kwangle.gateway.assertion.Caller;
import weather.kwangle.quota.refund.Billing;

/**
 * Gives back what a request had taken unless its answer is one to pay for and was sent to its end. Stands outside of
 * everything, so that it sees what really went out: problems, timeouts and callers that left included.
 */
public final class RefundFilter implements WebFilter {
    private final Refunds refunds;
    private final Predicate<ServerHttpRequest> takesNothing;

    /** @param takesNothing requests that no edge has counted: the probes */
    public RefundFilter(Refunds refunds, Predicate<ServerHttpRequest> takesNothing) {
        this.refunds = refunds;
        this.takesNothing = takesNothing;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (takesNothing.test(exchange.getRequest())) {
            return chain.filter(exchange);
        }
        Receipt receipt = Receipt.open(exchange, refunds);
        return chain.filter(exchange).doFinally(end -> {
            Caller.assertion(exchange)
                    .filter(EdgePermit::wasTaken)
                    .ifPresent(assertion -> receipt.took(assertion.client(), EdgePermit.of(assertion)));
            receipt.end(isPaidFor(exchange, end));
        });
    }

    private static boolean isPaidFor(ServerWebExchange exchange, SignalType end) {
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        return end == SignalType.ON_COMPLETE && status != null && Billing.keepsPermits(status.value());
    }
}
