package weather.kwangle.gateway.filter;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import weather.kwangle.gateway.assertion.Caller;
import weather.kwangle.gateway.problem.Problem;
import weather.kwangle.gateway.problem.ProblemException;
import weather.kwangle.gateway.problem.ProblemJson;
import weather.kwangle.gateway.problem.Problems;

/**
 * Turns whatever ended a request into a problem. What we did not foresee is an internal error: logged with its cause,
 * shown without it. Once an answer is on its way nothing true can be added, so the connection is cut instead.
 */
public final class ProblemFilter implements WebFilter {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemFilter.class);

    private final ProblemJson problems;

    public ProblemFilter(ProblemJson problems) {
        this.problems = problems;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        exchange.getResponse().beforeCommit(() -> {
            exchange.getResponse().getHeaders().set(Caller.REQUEST_ID_HEADER, Caller.requestId(exchange));
            return Mono.empty();
        });
        return chain.filter(exchange).onErrorResume(failure -> answer(exchange, failure));
    }

    private Mono<Void> answer(ServerWebExchange exchange, Throwable failure) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(failure);
        }
        return problems.write(exchange, problem(exchange, failure), Caller.requestId(exchange));
    }

    private static Problem problem(ServerWebExchange exchange, Throwable failure) {
        return switch (failure) {
            case ProblemException expected -> expected.problem();
            case ResponseStatusException status ->
                Problems.ofStatus(status.getStatusCode().value());
            default -> {
                LOG.atError()
                        .addKeyValue("requestId", Caller.requestId(exchange))
                        .setCause(failure)
                        .log("a request failed for a reason that was not foreseen");
                yield Problems.internalError();
            }
        };
    }
}
