import java.time.Instant;
import java.util.List;
import java.util.Set;
import weather.kwangle.edge.Decision;
import weather.kwangle.edge.EdgeAssertion;
import weather.kwangle.edge.EdgeAssertionSigner;
import weather.kwangle.edge.EdgeKeys;
import weather.kwangle.edge.Limit;

/**
 * Prints an edge assertion for one operation, so that an edge gateway can be asked as API Gateway asks it:
 * {@code java -cp edge-protocol.jar EdgeAssertionOf.java 'KEYS' 'GET /forecast'}.
 */
final class EdgeAssertionOf {
    private EdgeAssertionOf() {}

    public static void main(String[] arguments) {
        Instant now = Instant.now();
        var assertion = new EdgeAssertion(
                "image-check",
                "image-check",
                "partner",
                arguments[1],
                Set.of("read:forecast"),
                Decision.ALLOW,
                List.of(new Limit("rate", 100, 1, 99, 1)),
                "1",
                now,
                now.plus(EdgeAssertion.LIFETIME));
        System.out.println(new EdgeAssertionSigner(EdgeKeys.parse(arguments[0])).sign(assertion));
    }
}
