package weather.kwangle.gateway.upstream;

import java.time.Duration;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Bounds of the way to the weather service. API Gateway waits 15 s for us, so the whole deadline stays well below.
 *
 * @param connectTimeout longest wait for a connection, and for a free place in the pool
 * @param responseTimeout longest wait for the header of an answer, connecting included
 * @param deadline longest time for a whole answer, its body included
 * @param maxConnections most connections of this pod
 * @param maxPending most requests that wait for one of them
 */
public record UpstreamSettings(
        @DefaultValue("1s") Duration connectTimeout,
        @DefaultValue("5s") Duration responseTimeout,
        @DefaultValue("10s") Duration deadline,
        @DefaultValue("100") int maxConnections,
        @DefaultValue("100") int maxPending) {}
