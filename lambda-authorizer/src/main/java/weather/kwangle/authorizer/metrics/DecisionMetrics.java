package weather.kwangle.authorizer.metrics;

import java.time.Duration;

/** Who counts decisions. Safe for use by many threads. */
@FunctionalInterface
public interface DecisionMetrics {
    /** Nobody. */
    DecisionMetrics NONE = (_, _) -> {};

    void decided(DecisionName name, Duration took);
}
