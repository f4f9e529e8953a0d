package weather.kwangle.gateway.assertion;

import java.time.Clock;
import weather.kwangle.edge.EdgeAssertionVerifier;
import weather.kwangle.edge.EdgeKeys;

/** Where the keys come from that verify assertions. */
@FunctionalInterface
public interface EdgeKeySource {
    /** A verifier with the keys as they are known now; never waits. */
    EdgeAssertionVerifier verifier();

    /** Keys that do not change while the process lives. */
    static EdgeKeySource fixed(EdgeKeys keys, Clock clock) {
        EdgeAssertionVerifier verifier = new EdgeAssertionVerifier(keys, clock);
        return () -> verifier;
    }
}
