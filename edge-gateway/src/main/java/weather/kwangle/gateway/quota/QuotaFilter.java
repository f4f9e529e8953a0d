package weather.kwangle.gateway.quota;

import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import weather.kwangle.edge.EdgeAssertion;
import weather.kwangle.edge.Limit;
import weather.kwangle.gateway.assertion.Caller;
import weather.kwangle.gateway.problem.ProblemException;
import weather.kwangle.gateway.problem.Problems;

/** Shows the client its limits in every answer, whatever became of the request, and turns an empty one into 429. */
public final class QuotaFilter implements WebFilter {
    private static final String LIMITS = QuotaFilter.class.getName() + ".limits";

    /** The client's limits have changed since the edge looked at them; its answer shows the new ones. */
    public static void limitsAre(ServerWebExchange exchange, List<Limit> limits) {
        exchange.getAttributes().put(LIMITS, List.copyOf(limits));
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Optional<EdgeAssertion> caller = Caller.assertion(exchange);
        if (caller.isEmpty()) {
            return chain.filter(exchange);
        }
        EdgeAssertion assertion = caller.get();
        exchange.getResponse().beforeCommit(() -> {
            List<Limit> limits = exchange.getAttributeOrDefault(LIMITS, assertion.limits());
            show(exchange.getResponse().getHeaders(), limits);
            return Mono.empty();
        });
        return Refusal.of(assertion)
                .map(refusal -> Mono.<Void>error(
                        new ProblemException(Problems.quotaExceeded(refusal.violated(), refusal.retryAfterSeconds()))))
                .orElseGet(() -> chain.filter(exchange));
    }

    private static void show(HttpHeaders headers, List<Limit> limits) {
        // An empty list has no form on the wire (RFC 9651 section 3.1), and the service has no say in it.
        headers.remove(RateLimitFields.RATE_LIMIT);
        headers.remove(RateLimitFields.RATE_LIMIT_POLICY);
        if (!limits.isEmpty()) {
            headers.set(RateLimitFields.RATE_LIMIT, RateLimitFields.rateLimit(limits));
            headers.set(RateLimitFields.RATE_LIMIT_POLICY, RateLimitFields.policy(limits));
        }
    }
}
