package weather.kwangle.gateway.upstream;

import io.netty.channel.ChannelOption;
import java.time.Duration;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/** The HTTP client to the weather service, with a bound on everything it can hold or wait for. */
public final class UpstreamClient {
    /** Below the service's own keep-alive, so that we never write into a connection that it is closing. */
    private static final Duration MAX_IDLE = Duration.ofSeconds(20);

    /**
     * Connections are spread over the service's pods when they are made; this lets new pods get their share. It is shorter
     * than the 10 s for which a pod goes on serving after it was taken out of the Service (the chart's
     * {@code shutdown.preStopSeconds}): when it stops, no pool holds a connection to it any more, and no request meets one
     * that is just being closed.
     */
    private static final Duration MAX_LIFE = Duration.ofSeconds(8);

    private static final Duration EVICTION = Duration.ofSeconds(10);

    private UpstreamClient() {}

    /**
     * Bounded connections; the gateway's own "fixed" pool would still queue requests without bound. Connections made
     * last are used first, so that idle ones can go.
     */
    public static ConnectionProvider connections(UpstreamSettings settings) {
        return ConnectionProvider.builder("weather-service")
                .maxConnections(settings.maxConnections())
                .pendingAcquireMaxCount(settings.maxPending())
                .pendingAcquireTimeout(settings.connectTimeout())
                .maxIdleTime(MAX_IDLE)
                .maxLifeTime(MAX_LIFE)
                .evictInBackground(EVICTION)
                .lifo()
                .build();
    }

    /**
     * Never follows a redirect, and never tries again by itself: Reactor Netty would, once, when a connection is reset
     * before the request was sent, outside of any budget.
     */
    public static HttpClient client(ConnectionProvider connections, UpstreamSettings settings) {
        return HttpClient.create(connections)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        settings.connectTimeout().toMillis())
                .followRedirect(false)
                .disableRetry(true);
    }
}
