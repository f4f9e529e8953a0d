package weather.kwangle.edge;

import java.util.Arrays;
import java.util.Optional;

/**
 * What the authorizer decided about a request that may pass the edge. A request that may not pass never reaches the
 * gateway, so there is no value for it.
 */
public enum Decision {
    /** The request was counted and may be served. */
    ALLOW("allow"),
    /** The client asks faster than its plan allows; the gateway answers 429. */
    RATE_LIMITED("rate-limited"),
    /** The client has used up its day or month; the gateway answers 429. */
    QUOTA_EXCEEDED("quota-exceeded");

    private final String wireName;

    Decision(String wireName) {
        this.wireName = wireName;
    }

    /** The value of the claim {@code decision}. */
    public String wireName() {
        return wireName;
    }

    /** The decision of that wire name, or empty when there is none. */
    public static Optional<Decision> of(String wireName) {
        return Arrays.stream(values())
                .filter(decision -> decision.wireName.equals(wireName))
                .findFirst();
    }
}
