package weather.kwangle.gateway.assertion;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weather.kwangle.edge.EdgeAssertionVerifier;
import weather.kwangle.edge.EdgeKeys;

/**
 * Keys that are read again in the background, so that a rotated secret is known without a restart. When reading fails the
 * last good keys stay: a secret store that is away must not stop the traffic.
 */
public final class RefreshedEdgeKeys implements EdgeKeySource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RefreshedEdgeKeys.class);

    private final Supplier<EdgeKeys> secret;
    private final Clock clock;
    private final ScheduledExecutorService refresher;
    private volatile EdgeAssertionVerifier current;

    /**
     * Reads the keys once, then again after each interval until closed.
     *
     * @param secret reads the keys, with a timeout of its own
     * @param interval pause between two readings, at most {@link EdgeKeys#CACHE_AT_MOST}
     * @throws RuntimeException what the first reading throws
     */
    public RefreshedEdgeKeys(Supplier<EdgeKeys> secret, Duration interval, Clock clock) {
        this.secret = secret;
        this.clock = clock;
        this.current = new EdgeAssertionVerifier(secret.get(), clock);
        this.refresher = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("edge-keys").daemon().factory());
        var _ = refresher.scheduleWithFixedDelay(
                this::refresh, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public EdgeAssertionVerifier verifier() {
        return current;
    }

    /** Reads the keys again. */
    void refresh() {
        try {
            current = new EdgeAssertionVerifier(secret.get(), clock);
        } catch (RuntimeException e) {
            LOG.warn("the edge keys could not be read again, the last ones stay: {}", e.getMessage());
        }
    }

    @Override
    public void close() {
        refresher.shutdownNow();
    }

    boolean isStopped() {
        return refresher.isTerminated();
    }
}
