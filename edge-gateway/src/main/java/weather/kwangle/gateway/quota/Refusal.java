package weather.kwangle.gateway.quota;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import weather.kwangle.edge.Decision;
import weather.kwangle.edge.EdgeAssertion;
import weather.kwangle.edge.Limit;

/**
 * Why a counted-out request is refused and when asking again can succeed.
 *
 * @param violated names of the limits that stand in the way, at least one
 * @param retryAfterSeconds at least 1, and not before the last of them has permits again, because a client obeys
 *     {@code Retry-After} over {@code t} (draft-ietf-httpapi-ratelimit-headers, section on Retry-After)
 */
public record Refusal(List<String> violated, long retryAfterSeconds) {
    private static final Set<String> SHORT_LIMITS = Set.of("rate", "usage");
    private static final Set<String> LONG_LIMITS = Set.of("day", "month");
    private static final String USAGE = "usage";

    public Refusal {
        violated = List.copyOf(violated);
    }

    /** The refusal that the decision calls for; empty if the request is allowed. */
    public static Optional<Refusal> of(EdgeAssertion assertion) {
        return switch (assertion.decision()) {
            case ALLOW -> Optional.empty();
            case RATE_LIMITED -> Optional.of(refusal(assertion, SHORT_LIMITS));
            case QUOTA_EXCEEDED -> Optional.of(refusal(assertion, LONG_LIMITS));
        };
    }

    private static Refusal refusal(EdgeAssertion assertion, Set<String> decisive) {
        List<Limit> relevant = relevant(assertion.limits());
        // A request for several permits is refused while some are left, though not enough: then no decisive one is
        // empty.
        boolean empty = relevant.stream().anyMatch(limit -> decisive.contains(limit.name()) && limit.remaining() == 0);
        List<Limit> violated = relevant.stream()
                .filter(limit -> limit.remaining() == 0 || (!empty && decisive.contains(limit.name())))
                .toList();
        if (violated.isEmpty()) {
            return new Refusal(List.of(name(assertion.decision())), 1);
        }
        long wait = violated.stream().mapToLong(Limit::resetSeconds).max().orElse(1);
        return new Refusal(violated.stream().map(Limit::name).toList(), Math.max(1, wait));
    }

    /** Reading one's account has a limit of its own; the others do not stand in its way. */
    private static List<Limit> relevant(List<Limit> limits) {
        List<Limit> usage =
                limits.stream().filter(limit -> limit.name().equals(USAGE)).toList();
        return usage.isEmpty() ? limits : usage;
    }

    private static String name(Decision decision) {
        return decision == Decision.RATE_LIMITED ? "rate" : "day";
    }
}
