package weather.kwangle.local.apigateway;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import weather.kwangle.local.apigateway.UsagePlans.Throttle;

/**
 * A token bucket per API key.
 *
 * @see <a
 *     href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html">Throttle
 *     requests to your REST APIs</a>
 */
final class TokenBuckets {
    private final Clock clock;
    // Bounded by the keys that are known: an unknown one never gets here.
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    private record Bucket(double tokens, Instant at) {}

    TokenBuckets(Clock clock) {
        this.clock = clock;
    }

    /** Takes a token if there is one. */
    boolean take(String apiKey, Throttle throttle) {
        Instant now = clock.instant();
        var taken = new AtomicBoolean();
        buckets.compute(apiKey, (key, bucket) -> {
            double tokens = throttle.burst();
            if (bucket != null) {
                double seconds = Math.max(0, Duration.between(bucket.at(), now).toNanos() / 1e9);
                tokens = Math.min((double) throttle.burst(), bucket.tokens() + seconds * throttle.ratePerSecond());
            }
            taken.set(tokens >= 1);
            return new Bucket(taken.get() ? tokens - 1 : tokens, now);
        });
        return taken.get();
    }
}
