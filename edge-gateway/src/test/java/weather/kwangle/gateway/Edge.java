package weather.kwangle.gateway;

import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import weather.kwangle.edge.Decision;
import weather.kwangle.edge.EdgeAssertion;
import weather.kwangle.edge.EdgeAssertionSigner;
import weather.kwangle.edge.EdgeKeys;
import weather.kwangle.edge.Limit;

/** The authorizer's side: what it would have said about a request. */
public final class Edge {
    public static final String KEY = "test:" + key(1);
    static final String OTHER_KEY = "test:" + key(2);
    static final String REQUEST_ID = "8b0a2d7e-3c1f-4f5a-9d67-2f1f6a1b0c3d";
    static final Limit RATE = new Limit("rate", 200, 2, 199, 1);
    static final Limit DAY = new Limit("day", 1_000_000, 86_400, 996_818, 3469);
    static final List<Limit> LIMITS = List.of(RATE, DAY);

    private Edge() {}

    public static String key(int filling) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) filling);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String allows(String operation) {
        return signed(KEY, operation, Decision.ALLOW, LIMITS, Instant.now());
    }

    static String says(Decision decision, String operation, Limit... limits) {
        return signed(KEY, operation, decision, List.of(limits), Instant.now());
    }

    static String signed(String keys, String operation, Decision decision, List<Limit> limits, Instant issuedAt) {
        return signed(REQUEST_ID, keys, operation, decision, limits, issuedAt);
    }

    static String signed(
            String requestId, String keys, String operation, Decision decision, List<Limit> limits, Instant issuedAt) {
        return new EdgeAssertionSigner(EdgeKeys.parse(keys))
                .sign(new EdgeAssertion(
                        requestId,
                        "acme-weather",
                        "partner",
                        operation,
                        Set.of("read:forecast"),
                        decision,
                        limits,
                        "1-0123456789ab",
                        issuedAt,
                        issuedAt.plus(EdgeAssertion.LIFETIME)));
    }
}
