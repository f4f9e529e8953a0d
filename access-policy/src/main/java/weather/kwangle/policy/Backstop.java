package weather.kwangle.policy;

/**
 * What API Gateway lets through of a client: twice its plan, so that the exact limits behind it always bite first.
 *
 * @param ratePerSecond requests per second in the long run
 * @param burst requests at once
 */
public record Backstop(double ratePerSecond, long burst) {
    private static final int FACTOR = 2;

    static Backstop of(Plan plan) {
        return new Backstop(FACTOR * plan.ratePerSecond(), FACTOR * plan.burst());
    }
}
