package weather.kwangle.authorizer;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import weather.kwangle.authorizer.json.JsonLine;
import weather.kwangle.authorizer.metrics.DecisionName;
import weather.kwangle.policy.Caller;

/** One JSON line for each decision. No token and no key ever gets here. */
final class DecisionLog {
    /** An allowed request with a few scopes has about 400. */
    private static final int EXPECTED_BYTES = 512;

    private final PrintStream out;
    private final Clock clock;

    DecisionLog(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    void write(String requestId, Optional<MethodArn> asked, Outcome outcome, Duration duration) {
        DecisionName name = OutcomeNames.of(outcome);
        JsonLine line = new JsonLine(EXPECTED_BYTES)
                .text("type", "decision")
                .time("time", clock.instant())
                .text("requestId", requestId)
                .text("decision", name.decision());
        name.cause().ifPresent(cause -> line.text("cause", cause));
        switch (outcome) {
            case Outcome.Allow allow -> {
                line.text("client", allow.clientId());
                addClaims(line, allow.caller());
                line.text("plan", allow.granted().plan().name())
                        .text("operation", allow.operation().toString())
                        .text("reason", allow.reason())
                        .text("policyVersion", allow.policyVersion());
            }
            case Outcome.Deny deny -> {
                line.text("client", deny.clientId().orElse(""));
                deny.caller().ifPresent(caller -> addClaims(line, caller));
                deny.granted()
                        .ifPresent(granted -> line.text("plan", granted.plan().name()));
                line.text("operation", operation(asked))
                        .text("reason", deny.reason())
                        .text("detail", deny.detail())
                        .text("policyVersion", deny.policyVersion());
            }
            case Outcome.Unauthorized(var _, String detail) ->
                line.text("operation", operation(asked)).text("reason", detail);
            case Outcome.InternalFailure(String detail) ->
                line.text("operation", operation(asked)).text("reason", detail);
        }
        line.number("durationMicros", duration.toNanos() / 1_000).printTo(out);
    }

    /** What a changed policy has to know to decide the same request again. */
    private static void addClaims(JsonLine line, Caller caller) {
        line.texts("scopes", sorted(caller.tokenScopes())).texts("groups", sorted(caller.groups()));
        if (!caller.audiences().isEmpty()) {
            line.texts("audience", sorted(caller.audiences()));
        }
        caller.tablePlan().ifPresent(plan -> line.text("tablePlan", plan));
    }

    private static String[] sorted(Collection<String> texts) {
        String[] sorted = texts.toArray(String[]::new);
        Arrays.sort(sorted);
        return sorted;
    }

    /** What was asked for as the client wrote it, cut short. */
    private static String operation(Optional<MethodArn> asked) {
        String written = asked.map(arn -> arn.method() + " " + arn.path()).orElse("");
        return written.length() <= 256 ? written : written.substring(0, 256);
    }
}
