package weather.kwangle.authorizer.policy;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import weather.kwangle.authorizer.json.JsonText;
import weather.kwangle.policy.Access;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.Caller;
import weather.kwangle.policy.Operation;
import weather.kwangle.policy.Verdict;

/**
 * Asks the candidate what it would decide, and writes a line of {@code type} shadow where that is something else: another
 * decision, or another plan. Changed limits of a plan are the same for everybody and no line's business; {@code policy diff}
 * shows them. It takes no permit, answers nobody and never fails a request.
 */
public final class Shadow {
    private static final int MAX_OPERATION = 256;

    private final PrintStream out;
    private final Clock clock;
    private volatile @Nullable AccessPolicy failed;

    /** @param out where lines go */
    public Shadow(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    /**
     * One request, under both policies. Never throws.
     *
     * @param path below the API's base path, as the client sent it
     */
    public void observe(
            PolicySnapshot policies, Caller caller, String method, String path, String requestId, Instant now) {
        AccessPolicy candidate = policies.candidate().orElse(null);
        if (candidate == null || candidate == failed) {
            return;
        }
        try {
            compare(policies.live(), candidate, caller, method, path, now)
                    .ifPresent(difference -> write(difference, caller.clientId(), method + " " + path, requestId));
        } catch (RuntimeException e) {
            failed = candidate;
            report(candidate, e);
        }
    }

    /** What both decide, where that differs. */
    private record Difference(Judgement live, Judgement candidate) {}

    /** Pure: nothing is written and nothing taken. */
    private static Optional<Difference> compare(
            AccessPolicy live, AccessPolicy candidate, Caller caller, String method, String path, Instant now) {
        Judgement decided = Judgement.of(live, caller, method, path, now);
        Judgement other = Judgement.of(candidate, caller, method, path, now);
        return decided.hasTheEffectOf(other) ? Optional.empty() : Optional.of(new Difference(decided, other));
    }

    /**
     * What one policy decides.
     *
     * @param operation null if the policy has none of this method and path
     * @param access null then too
     */
    private record Judgement(
            AccessPolicy policy,
            @Nullable Operation operation,
            @Nullable Access access) {
        static Judgement of(AccessPolicy policy, Caller caller, String method, String path, Instant now) {
            Operation operation = policy.operationOf(method, path).orElse(null);
            return new Judgement(policy, operation, operation == null ? null : policy.evaluate(caller, operation, now));
        }

        boolean hasTheEffectOf(Judgement other) {
            return allows() == other.allows() && (!allows() || plan().equals(other.plan()));
        }

        boolean allows() {
            return operation != null
                    && access instanceof Access.Granted granted
                    && granted.verdict(operation) instanceof Verdict.Allowed;
        }

        String plan() {
            return access instanceof Access.Granted granted ? granted.plan().name() : "";
        }

        String reason() {
            if (operation == null || access == null) {
                return PolicySource.NO_OPERATION;
            }
            return switch (access) {
                case Access.Granted granted -> granted.verdict(operation).reason();
                case Access.WrongAudience wrong -> wrong.reason();
                case Access.UnknownClient unknown -> unknown.reason();
                case Access.UnknownPlan unknown -> unknown.reason();
            };
        }

        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("decision", allows() ? "allow" : "deny");
            json.put("plan", plan());
            json.put("reason", reason());
            json.put("policyVersion", policy.version());
            return json;
        }
    }

    private void write(Difference difference, String client, String operation, String requestId) {
        Map<String, Object> line = line();
        line.put("requestId", requestId);
        line.put("client", client);
        line.put("operation", operation.length() <= MAX_OPERATION ? operation : operation.substring(0, MAX_OPERATION));
        line.put("live", difference.live().json());
        line.put("candidate", difference.candidate().json());
        JsonText.print(out, line);
    }

    private void report(AccessPolicy candidate, RuntimeException failure) {
        try {
            Map<String, Object> line = line();
            line.put("policyVersion", candidate.version());
            line.put("reason", "switched off until the candidate changes: unexpected " + failure);
            JsonText.print(out, line);
        } catch (RuntimeException e) {
            // Then nobody can be told.
        }
    }

    private Map<String, Object> line() {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", "shadow");
        line.put("time", clock.instant().toString());
        return line;
    }
}
