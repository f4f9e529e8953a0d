package weather.kwangle.authorizer;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import weather.kwangle.authorizer.token.Refusal;
import weather.kwangle.edge.Decision;
import weather.kwangle.policy.Access;
import weather.kwangle.policy.Caller;
import weather.kwangle.policy.Operation;
import weather.kwangle.policy.Plan;

/** Lines as the authorizer prints them into its log group. */
public final class DecisionLines {
    private static final MethodArn ASKED =
            new MethodArn("arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/v1", "GET", "/forecast");

    private static final Caller CALLER =
            new Caller("acme-weather", Set.of("max-weather/read:forecast"), Set.of(), Optional.empty());

    private DecisionLines() {}

    public static String allowed(Decision decision) {
        Plan plan = new Plan("partner", 100, 200, OptionalLong.of(1_000_000), OptionalLong.empty());
        return line(new Outcome.Allow(
                ASKED,
                CALLER,
                new Access.Granted(plan, Access.PlanSource.POLICY, Set.of("read:forecast"), Map.of()),
                new Operation("GET", "/forecast"),
                decision,
                "header.payload.signature",
                "1-0123456789ab",
                "plan partner",
                LocalDate.parse("2026-11-26")));
    }

    public static String denied() {
        return denied(Outcome.Cause.MISSING_SCOPE);
    }

    public static String refusedByHand() {
        return denied(Outcome.Cause.BROKEN_GLASS);
    }

    private static String denied(Outcome.Cause cause) {
        return line(new Outcome.Deny(
                cause,
                Optional.of(ASKED),
                Optional.of(CALLER),
                Optional.empty(),
                "1-0123456789ab",
                "GET /forecast needs read:forecast",
                ""));
    }

    public static String unauthorized() {
        return line(new Outcome.Unauthorized(Refusal.NO_TOKEN, "no header Authorization"));
    }

    public static String failed() {
        return line(new Outcome.InternalFailure("the key set cannot be fetched"));
    }

    private static String line(Outcome outcome) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new DecisionLog(new PrintStream(bytes, true, StandardCharsets.UTF_8), Clock.systemUTC())
                .write("4f1a7c9e-0000-4000-8000-000000000001", Optional.of(ASKED), outcome, Duration.ofMillis(3));
        return bytes.toString(StandardCharsets.UTF_8).strip();
    }
}
