package weather.kwangle.authorizer;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import weather.kwangle.authorizer.json.JsonText;
import weather.kwangle.policy.Caller;

/** One JSON line for each decision. No token and no key ever gets here. */
final class DecisionLog {
    private final PrintStream out;
    private final Clock clock;

    DecisionLog(PrintStream out, Clock clock) {
        this.out = out;
        this.clock = clock;
    }

    void write(String requestId, Optional<MethodArn> asked, Outcome outcome, Duration duration) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", "decision");
        line.put("time", clock.instant().toString());
        line.put("requestId", requestId);
        switch (outcome) {
            case Outcome.Allow allow -> {
                line.put("decision", allow.decision().wireName());
                line.put("client", allow.clientId());
                putClaims(line, allow.caller());
                line.put("plan", allow.granted().plan().name());
                line.put("operation", allow.operation().toString());
                line.put("reason", allow.reason());
                line.put("policyVersion", allow.policyVersion());
            }
            case Outcome.Deny deny -> {
                line.put("decision", "deny");
                line.put("cause", kebab(deny.cause()));
                line.put("client", deny.clientId().orElse(""));
                deny.caller().ifPresent(caller -> putClaims(line, caller));
                deny.granted()
                        .ifPresent(granted -> line.put("plan", granted.plan().name()));
                line.put("operation", operation(asked));
                line.put("reason", deny.reason());
                line.put("detail", deny.detail());
                line.put("policyVersion", deny.policyVersion());
            }
            case Outcome.Unauthorized(var refusal, String detail) -> {
                line.put("decision", "unauthorized");
                line.put("cause", kebab(refusal));
                line.put("operation", operation(asked));
                line.put("reason", detail);
            }
            case Outcome.InternalFailure(String detail) -> {
                line.put("decision", "internal-failure");
                line.put("operation", operation(asked));
                line.put("reason", detail);
            }
        }
        line.put("durationMicros", duration.toNanos() / 1_000);
        JsonText.print(out, line);
    }

    /** What a changed policy has to know to decide the same request again. */
    private static void putClaims(Map<String, Object> line, Caller caller) {
        line.put("scopes", new TreeSet<>(caller.tokenScopes()));
        line.put("groups", new TreeSet<>(caller.groups()));
        if (!caller.audiences().isEmpty()) {
            line.put("audience", new TreeSet<>(caller.audiences()));
        }
        caller.tablePlan().ifPresent(plan -> line.put("tablePlan", plan));
    }

    /** What was asked for as the client wrote it, cut short. */
    private static String operation(Optional<MethodArn> asked) {
        String written = asked.map(arn -> arn.method() + " " + arn.path()).orElse("");
        return written.length() <= 256 ? written : written.substring(0, 256);
    }

    private static String kebab(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
