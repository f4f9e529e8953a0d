package weather.kwangle.gateway.filter;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import weather.kwangle.gateway.problem.ProblemException;
import weather.kwangle.gateway.problem.Problems;

/** Refuses paths and methods that the API does not have, before anything is routed. */
public final class OperationFilter implements WebFilter {
    private final Map<String, List<String>> methodsByPath;

    /**
     * Both maps give each path with its methods.
     *
     * @param own what the gateway answers itself
     * @param routed what it routes
     */
    public OperationFilter(Map<String, List<String>> own, Map<String, List<String>> routed) {
        Map<String, List<String>> all = new HashMap<>(own);
        all.putAll(routed);
        this.methodsByPath = Map.copyOf(all);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        List<String> methods = methodsByPath.get(exchange.getRequest().getURI().getRawPath());
        if (methods == null) {
            return Mono.error(new ProblemException(Problems.notFound()));
        }
        if (!methods.contains(exchange.getRequest().getMethod().name())) {
            return Mono.error(new ProblemException(Problems.methodNotAllowed(methods)));
        }
        return chain.filter(exchange);
    }
}
