package weather.kwangle.authorizer.metrics;

import java.util.Optional;

/**
 * What a decision is called in log lines and metrics. Its values become dimensions, each combination of which is a metric
 * that costs money: they come from our enums, never from what a client sent.
 *
 * @param decision such as {@code allow}
 * @param cause of a refusal, such as {@code missing-scope}
 */
public record DecisionName(String decision, Optional<String> cause) {
    public static final String DECISION = "Decision";
    public static final String CAUSE = "Cause";
}
