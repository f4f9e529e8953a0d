package weather.kwangle.infra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.MathExpression;
import software.amazon.awscdk.services.cloudwatch.Metric;

/** What the authorizer says about policies, as metrics. */
final class PolicyMetrics {
    /** With fewer, one client that asks for what it may not have would look like a wrong policy. */
    private static final int FEWEST_DECISIONS = 10;

    private final Names names;
    private final Duration period;

    PolicyMetrics(Names names, Duration period) {
        this.names = names;
        this.period = period;
    }

    /** @param document as the authorizer calls it; a profile has the same name */
    Metric documents(PolicyEvent event, String document) {
        return metric(LogMetric.POLICY_DOCUMENTS, Map.of("Event", event.wireName(), "Document", document));
    }

    Metric breakGlass(PolicyEvent event) {
        return metric(LogMetric.BREAK_GLASS_EVENTS, Map.of("Event", event.wireName()));
    }

    /** How many instances more cannot ask for one of the two documents than can again. */
    IMetric lost() {
        Map<String, IMetric> using = new LinkedHashMap<>();
        for (String document : List.of(PolicyDocument.ACCESS_POLICY_PROFILE, PolicyDocument.BREAK_GLASS_PROFILE)) {
            using.put("lost" + using.size(), documents(PolicyEvent.POLICY_UNREACHABLE, document));
            using.put("back" + using.size(), documents(PolicyEvent.POLICY_REACHABLE, document));
        }
        return expression("FILL(lost0, 0) - FILL(back1, 0) + FILL(lost2, 0) - FILL(back3, 0)", using);
    }

    Metric refusedByHand() {
        return metric(LogMetric.REFUSED_BY_HAND, Map.of());
    }

    Metric internalFailures() {
        return metric(LogMetric.INTERNAL_FAILURE, Map.of());
    }

    /** Percentage of decisions about believed tokens that were refusals; nothing while there are few. */
    IMetric deniedPercent() {
        Map<String, IMetric> using = new LinkedHashMap<>();
        using.put("denied", decisions("deny"));
        // A good token too, whatever it is answered: what it is for the policy alone decides.
        using.put(
                "strangers",
                metric(AuthorizerMetric.DECISIONS, Map.of("Decision", "unauthorized", "Cause", "wrong-audience")));
        using.put("allowed", decisions("allow"));
        using.put("limited", decisions("rate-limited"));
        using.put("exceeded", decisions("quota-exceeded"));
        String refused = "(FILL(denied, 0) + FILL(strangers, 0))";
        String all = "(%s + FILL(allowed, 0) + FILL(limited, 0) + FILL(exceeded, 0))".formatted(refused);
        return expression("IF(%s >= %d, 100 * %s / %s)".formatted(all, FEWEST_DECISIONS, refused, all), using);
    }

    /** Signs that something is still refused by hand: refusals, and instances that begin to. */
    IMetric signsOfBreakGlass() {
        Map<String, IMetric> using = new LinkedHashMap<>();
        using.put("refused", refusedByHand());
        using.put("began", breakGlass(PolicyEvent.BREAK_GLASS_BEGAN));
        return expression("FILL(refused, 0) + FILL(began, 0)", using);
    }

    private Metric decisions(String decision) {
        return metric(AuthorizerMetric.DECISIONS, Map.of("Decision", decision));
    }

    private Metric metric(String name, Map<String, String> dimensions) {
        return Metric.Builder.create()
                .namespace(names.metricNamespace())
                .metricName(name)
                .statistic("Sum")
                .dimensionsMap(dimensions)
                .period(period)
                .build();
    }

    private IMetric expression(String expression, Map<String, IMetric> using) {
        return MathExpression.Builder.create()
                .expression(expression)
                .usingMetrics(using)
                .period(period)
                .build();
    }
}
