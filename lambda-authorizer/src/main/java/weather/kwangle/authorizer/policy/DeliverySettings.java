package weather.kwangle.authorizer.policy;

import java.time.Duration;
import java.util.Optional;

/**
 * What is delivered from where.
 *
 * @param accessPolicy who may call what
 * @param breakGlass what is refused by hand, laid over it
 * @param shadowPolicy a candidate, evaluated beside it
 * @param interval between two looks at each
 */
public record DeliverySettings(
        PolicyLocation accessPolicy,
        Optional<PolicyLocation> breakGlass,
        Optional<PolicyLocation> shadowPolicy,
        Duration interval) {
    /** With the 15 s after which the extension asks AWS, a change is in force 30 s after it was deployed. */
    public static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);

    /** The least and the greatest interval. */
    public static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);

    public static final Duration GREATEST_INTERVAL = Duration.ofSeconds(15);
}
