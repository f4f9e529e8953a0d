package weather.kwangle.gateway.assertion;

import java.util.List;
import java.util.function.Predicate;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import weather.kwangle.edge.EdgeAssertion;
import weather.kwangle.edge.EdgeVerification;
import weather.kwangle.gateway.problem.ProblemException;
import weather.kwangle.gateway.problem.Problems;

/**
 * Lets nothing pass that the edge did not vouch for, known path or not, and leaves behind everything a caller said about
 * itself: the service sees a short list of headers and the edge's request id.
 *
 * <p>Keeping a list of what may pass, instead of what may not, also drops hop-by-hop fields, every forwarding header,
 * {@code Upgrade}, and whatever somebody invents next.
 */
public final class EdgeAssertionFilter implements WebFilter {
    private static final List<String> HEADERS_FOR_THE_SERVICE = List.of(
            HttpHeaders.ACCEPT,
            HttpHeaders.ACCEPT_ENCODING,
            HttpHeaders.ACCEPT_LANGUAGE,
            HttpHeaders.CONTENT_LENGTH,
            HttpHeaders.CONTENT_TYPE,
            HttpHeaders.HOST,
            HttpHeaders.IF_MODIFIED_SINCE,
            HttpHeaders.IF_NONE_MATCH,
            HttpHeaders.USER_AGENT);

    private final EdgeKeySource keys;
    private final Predicate<ServerHttpRequest> needsNone;

    /**
     * @param keys the keys to believe
     * @param needsNone requests that pass without an assertion: the probes
     */
    public EdgeAssertionFilter(EdgeKeySource keys, Predicate<ServerHttpRequest> needsNone) {
        this.keys = keys;
        this.needsNone = needsNone;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (needsNone.test(request)) {
            return chain.filter(exchange);
        }
        return switch (check(request)) {
            case Believed(EdgeAssertion assertion) -> {
                Caller.believe(exchange, assertion);
                ServerHttpRequest stripped = request.mutate()
                        .headers(headers -> keepForTheService(headers, assertion.requestId()))
                        .build();
                yield chain.filter(exchange.mutate().request(stripped).build());
            }
            case Refused(String reason) -> {
                Caller.refuse(exchange, reason);
                yield Mono.error(new ProblemException(Problems.noEdgeAssertion()));
            }
        };
    }

    private Outcome check(ServerHttpRequest request) {
        List<String> values = request.getHeaders().getOrEmpty(EdgeAssertion.HEADER);
        if (values.size() != 1) {
            return new Refused(values.isEmpty() ? "ABSENT" : "SEVERAL_VALUES");
        }
        return switch (keys.verifier().verify(values.getFirst())) {
            case EdgeVerification.Valid(EdgeAssertion assertion)
            when isFor(assertion, request) -> new Believed(assertion);
            case EdgeVerification.Valid _ -> new Refused("OTHER_OPERATION");
            case EdgeVerification.Refused(EdgeVerification.Reason reason) -> new Refused(reason.name());
        };
    }

    private static boolean isFor(EdgeAssertion assertion, ServerHttpRequest request) {
        return OperationMatch.matches(
                assertion.operation(),
                request.getMethod().name(),
                request.getURI().getRawPath());
    }

    private static void keepForTheService(HttpHeaders headers, String requestId) {
        HttpHeaders kept = new HttpHeaders();
        for (String name : HEADERS_FOR_THE_SERVICE) {
            List<String> values = headers.getOrEmpty(name);
            if (!values.isEmpty()) {
                kept.addAll(name, values);
            }
        }
        headers.clear();
        headers.addAll(kept);
        headers.set(Caller.REQUEST_ID_HEADER, requestId);
    }

    private sealed interface Outcome {}

    private record Believed(EdgeAssertion assertion) implements Outcome {}

    private record Refused(String reason) implements Outcome {}
}
