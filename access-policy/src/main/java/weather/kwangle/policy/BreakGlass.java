package weather.kwangle.policy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A refusal by hand that ends by itself: of everything a client asks, or of one operation whoever asks. */
record BreakGlass(Subject subject, String by, String why, Instant until) {

    sealed interface Subject {
        record Client(String id) implements Subject {}

        record Of(Operation operation) implements Subject {}
    }

    /** The first entry in force that covers the client and the operation. */
    static Optional<Verdict.BrokenGlass> inForce(
            List<BreakGlass> entries, String clientId, Operation operation, Instant now) {
        for (BreakGlass entry : entries) {
            if (now.isBefore(entry.until) && entry.covers(clientId, operation)) {
                return Optional.of(new Verdict.BrokenGlass(entry.name(), entry.by, entry.why, entry.until));
            }
        }
        return Optional.empty();
    }

    private boolean covers(String clientId, Operation operation) {
        return switch (subject) {
            case Subject.Client(String id) -> id.equals(clientId);
            case Subject.Of(Operation refused) -> refused.equals(operation);
        };
    }

    private String name() {
        return switch (subject) {
            case Subject.Client(String id) -> "client " + id;
            case Subject.Of(Operation refused) -> "operation " + refused;
        };
    }
}
