package weather.kwangle.authorizer.policy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What is being read for a request.
 *
 * @param reading completes when it has been read
 * @param patience how long the request waits for that, from when it asked
 */
record Turn(CompletableFuture<Void> reading, Duration patience) {
    /** Nothing is due. */
    static final Turn NONE = new Turn(CompletableFuture.completedFuture(null), Duration.ZERO);

    /** @param elapsed since the request asked */
    void await(Duration elapsed) {
        Duration rest = patience.minus(elapsed);
        if (!rest.isPositive()) {
            return;
        }
        try {
            reading.get(rest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // Then the request goes on with what there is.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
