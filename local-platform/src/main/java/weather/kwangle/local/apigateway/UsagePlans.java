package weather.kwangle.local.apigateway;

import java.util.Optional;

/** The API keys that API Gateway knows, and the usage plan of each. */
@FunctionalInterface
public interface UsagePlans {
    /** The plan of a key; empty if the key is not known. */
    Optional<Throttle> find(String apiKey);

    /**
     * A plan's throttle.
     *
     * @param ratePerSecond how many requests per second it lets through in the long run
     * @param burst how many at once
     */
    record Throttle(double ratePerSecond, long burst) {}
}
