package weather.kwangle.gateway.assertion;

import java.util.Optional;
import java.util.UUID;
import org.springframework.web.server.ServerWebExchange;
import weather.kwangle.edge.EdgeAssertion;

/** What is known of the caller while one request is served. */
public final class Caller {
    /** The id of a request in answers, logs and on the way to the service. */
    public static final String REQUEST_ID_HEADER = "X-Request-Id";

    private static final String ASSERTION = Caller.class.getName() + ".assertion";
    private static final String REFUSED = Caller.class.getName() + ".refused";
    private static final String REQUEST_ID = Caller.class.getName() + ".requestId";

    private Caller() {}

    /** The verified assertion; empty before verification and for requests that need none. */
    public static Optional<EdgeAssertion> assertion(ServerWebExchange exchange) {
        return Optional.ofNullable(exchange.getAttribute(ASSERTION));
    }

    /** The edge's request id, or a random one as long as the edge's is not proven. Never what a caller sent. */
    public static String requestId(ServerWebExchange exchange) {
        return assertion(exchange).map(EdgeAssertion::requestId).orElseGet(() -> (String) exchange.getAttributes()
                .computeIfAbsent(REQUEST_ID, key -> UUID.randomUUID().toString()));
    }

    /** Why the assertion was not believed; empty if it was, or if none was needed. For logs only. */
    public static Optional<String> refused(ServerWebExchange exchange) {
        return Optional.ofNullable(exchange.getAttribute(REFUSED));
    }

    static void refuse(ServerWebExchange exchange, String reason) {
        exchange.getAttributes().put(REFUSED, reason);
    }

    static void believe(ServerWebExchange exchange, EdgeAssertion assertion) {
        exchange.getAttributes().put(ASSERTION, assertion);
    }
}
