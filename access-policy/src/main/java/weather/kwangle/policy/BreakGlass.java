package weather.kwangle.policy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A refusal by hand that ends by itself: of everything a client asks, or of one operation whoever asks.
 *
 * @param by who refuses
 * @param why the reason, for logs
 * @param until when it is over
 */
public record BreakGlass(Subject subject, String by, String why, Instant until) {

    /** What is refused. */
    public sealed interface Subject {
        record Client(String id) implements Subject {}

        record Of(Operation operation) implements Subject {}
    }

    /** The first entry in force that covers the client and the operation. */
    static Optional<Verdict.BrokenGlass> inForce(
            List<BreakGlass> entries, String clientId, Operation operation, Instant now) {
        for (BreakGlass entry : entries) {
            if (entry.inForceAt(now) && entry.covers(clientId, operation)) {
                return Optional.of(new Verdict.BrokenGlass(entry.name(), entry.by, entry.why, entry.until));
            }
        }
        return Optional.empty();
    }

    /** Whether it refuses a client an operation while it is in force. */
    public boolean covers(String clientId, Operation operation) {
        return switch (subject) {
            case Subject.Client(String id) -> id.equals(clientId);
            case Subject.Of(Operation refused) -> refused.equals(operation);
        };
    }

    /** Whether it still refuses at a time. */
    public boolean inForceAt(Instant now) {
        return now.isBefore(until);
    }

    /** What is refused, {@code client acme} or {@code operation GET /forecast}. */
    public String name() {
        return switch (subject) {
            case Subject.Client(String id) -> "client " + id;
            case Subject.Of(Operation refused) -> "operation " + refused;
        };
    }
}
