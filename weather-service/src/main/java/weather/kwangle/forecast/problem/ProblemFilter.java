package weather.kwangle.forecast.problem;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Turns whatever goes wrong behind it into a problem. Our own faults are logged with their cause; the client sees none. */
public final class ProblemFilter implements WebFilter {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemFilter.class);

    private final ProblemWriter problems;

    public ProblemFilter(ProblemWriter problems) {
        this.problems = problems;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return chain.filter(exchange)
                .onErrorResume(
                        error -> !exchange.getResponse().isCommitted(),
                        error -> problems.write(exchange, problemOf(exchange, error)));
    }

    private static Problem problemOf(ServerWebExchange exchange, Throwable error) {
        return switch (error) {
            case ProblemException refusal -> refusal.problem();
            case ResponseStatusException refusal ->
                Problems.ofStatus(refusal.getStatusCode().value());
            default -> {
                RequestId.on(LOG.atError(), exchange.getRequest().getHeaders())
                        .setCause(error)
                        .log("a request failed");
                yield Problems.internalError();
            }
        };
    }
}
