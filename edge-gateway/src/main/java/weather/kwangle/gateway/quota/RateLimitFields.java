package weather.kwangle.gateway.quota;

import java.util.List;
import java.util.stream.Collectors;
import weather.kwangle.edge.Limit;

/**
 * Limits as the fields of draft-ietf-httpapi-ratelimit-headers: lists of strings with parameters (RFC 9651). A limit's
 * name holds no character that a structured string would have to escape.
 */
final class RateLimitFields {
    static final String RATE_LIMIT = "RateLimit";
    static final String RATE_LIMIT_POLICY = "RateLimit-Policy";

    private RateLimitFields() {}

    /** What is left: <code>"rate";r=199;t=1</code>. */
    static String rateLimit(List<Limit> limits) {
        return limits.stream()
                .map(limit -> "\"%s\";r=%d;t=%d".formatted(limit.name(), limit.remaining(), limit.resetSeconds()))
                .collect(Collectors.joining(", "));
    }

    /** What was agreed: <code>"rate";q=200;w=2</code>. */
    static String policy(List<Limit> limits) {
        return limits.stream()
                .map(limit -> "\"%s\";q=%d;w=%d".formatted(limit.name(), limit.quota(), limit.windowSeconds()))
                .collect(Collectors.joining(", "));
    }
}
