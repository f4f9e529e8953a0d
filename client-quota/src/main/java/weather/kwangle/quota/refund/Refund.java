package weather.kwangle.quota.refund;

import java.time.LocalDate;

/**
 * Permits of one request that go back to the day, and its month, in which they were taken. Never to the rate: a flood of
 * failing requests stays limited.
 *
 * @param requestId API Gateway's id of the request
 * @param taker who took them; what two have taken for one request is two refunds
 * @param permits how many, at least 1
 * @param day the day in UTC that counted them
 */
public record Refund(String requestId, Taker taker, long permits, LocalDate day) {

    /** Who takes permits for a request. */
    public enum Taker {
        /** The authorizer: one for each request. */
        EDGE,
        /** The gateway: for each place of a batch but the first. */
        BATCH
    }

    /** @throws IllegalArgumentException if there is no id or no permit */
    public Refund {
        if (requestId.isBlank()) {
            throw new IllegalArgumentException("a refund names its request");
        }
        if (permits < 1) {
            throw new IllegalArgumentException("permits is " + permits + ", expected at least 1");
        }
    }

    /** The one permit that the edge took for a request. */
    public static Refund ofEdge(String requestId, LocalDate day) {
        return new Refund(requestId, Taker.EDGE, 1, day);
    }

    /** What the gateway took for the further places of a batch. */
    public static Refund ofBatch(String requestId, long permits, LocalDate day) {
        return new Refund(requestId, Taker.BATCH, permits, day);
    }

    /** What it can be given for once. */
    public Claim claim() {
        return new Claim(requestId, taker);
    }

    /** What is refunded once at most: what one taker took for one request. */
    public record Claim(String requestId, Taker taker) {}
}
