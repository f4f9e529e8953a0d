package weather.kwangle.gateway.assertion;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import weather.kwangle.edge.Decision;
import weather.kwangle.edge.EdgeAssertion;

/** An assertion of which only the signature and the time matter. */
final class SomeAssertion {
    private SomeAssertion() {}

    static EdgeAssertion issuedAt(Instant now) {
        return new EdgeAssertion(
                "id",
                "client",
                "plan",
                "GET /forecast",
                Set.of(),
                Decision.ALLOW,
                List.of(),
                "1",
                now,
                now.plus(EdgeAssertion.LIFETIME));
    }
}
