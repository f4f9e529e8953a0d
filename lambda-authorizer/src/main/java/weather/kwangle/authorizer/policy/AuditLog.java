package weather.kwangle.authorizer.policy;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import weather.kwangle.authorizer.json.JsonText;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.BreakGlass;
import weather.kwangle.policy.Operation;

/**
 * JSON lines of {@code type} audit: which policy is in force, and what became of what was delivered. Every instance of the
 * function writes its own, once for each change of state. No token and no key ever gets here.
 */
final class AuditLog {
    private final PrintStream out;
    private final Clock clock;

    AuditLog(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /** What an attempt to read a document has changed. */
    <T> void delivered(DocumentKind<T> kind, DocumentSource source, DeliveryState<T> before, DeliveryState<T> after) {
        String version = version(after);
        if (after.away().isPresent() != before.away().isPresent()) {
            Map<String, Object> line =
                    document(after.away().isPresent() ? "policy-unreachable" : "policy-reachable", kind, source);
            after.away().ifPresent(why -> line.put("reason", why));
            line.put("inUse", version);
            write(line);
        }
        if (after.refused().isPresent()
                && !isSame(before.refused(), after.refused().get())) {
            Map<String, Object> line = document("policy-refused", kind, source);
            line.put("reason", after.refused().get().why());
            line.put("inUse", version);
            write(line);
        } else if (before.refused().isPresent() && after.refused().isEmpty()) {
            Map<String, Object> line = document("policy-mended", kind, source);
            line.put("inUse", version);
            write(line);
        }
        if (after.good().isPresent() && !version.equals(version(before))) {
            Map<String, Object> line = document("policy-changed", kind, source);
            line.put("from", version(before));
            line.put("to", version);
            line.put("revision", after.good().get().document().revision());
            write(line);
        }
    }

    /** @param policy the one in force from now on */
    void breakGlassBegan(BreakGlass entry, AccessPolicy policy) {
        Map<String, Object> line = breakGlass("break-glass-began", entry, policy);
        if (entry.subject() instanceof BreakGlass.Subject.Of(Operation operation)
                && !policy.operations().contains(operation)) {
            line.put("warning", "the policy in force has no such operation: nothing is refused");
        }
        write(line);
    }

    /** @param policy the one in force from now on */
    void breakGlassEnded(BreakGlass entry, AccessPolicy policy, Instant now) {
        Map<String, Object> line = breakGlass("break-glass-ended", entry, policy);
        line.put("reason", entry.inForceAt(now) ? "taken back" : "its time is over");
        write(line);
    }

    private Map<String, Object> breakGlass(String event, BreakGlass entry, AccessPolicy policy) {
        Map<String, Object> line = line(event);
        line.put("subject", entry.name());
        line.put("by", entry.by());
        line.put("why", entry.why());
        line.put("until", entry.until().toString());
        line.put("policyVersion", policy.version());
        return line;
    }

    private Map<String, Object> document(String event, DocumentKind<?> kind, DocumentSource source) {
        Map<String, Object> line = line(event);
        line.put("document", kind.name());
        line.put("source", source.name());
        return line;
    }

    private Map<String, Object> line(String event) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", "audit");
        line.put("event", event);
        line.put("time", clock.instant().toString());
        return line;
    }

    private void write(Map<String, Object> line) {
        JsonText.print(out, line);
    }

    private static boolean isSame(Optional<DeliveryState.Refused> before, DeliveryState.Refused after) {
        return before.isPresent() && before.get().document().hasTheBytesOf(after.document());
    }

    /** The version in use, empty if there is none. */
    private static String version(DeliveryState<?> state) {
        return state.good().map(DeliveryState.Good::version).orElse("");
    }
}
