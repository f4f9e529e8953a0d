package weather.kwangle.edge;

import com.nimbusds.jose.util.Base64URL;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** A valid assertion and the keys around it; each test changes the one thing it is about. */
final class Samples {
    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
    static final EdgeKeys KEYS = EdgeKeys.parse("one:" + key(1));

    private Samples() {}

    /** 32 equal bytes as base64url. */
    static String key(int filling) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) filling);
        return Base64URL.encode(bytes).toString();
    }

    static EdgeAssertion assertionAt(Instant issuedAt) {
        return new EdgeAssertion(
                "8b0a2d7e-3c1f-4f5a-9d67-2f1f6a1b0c3d",
                "acme-weather",
                "partner",
                "GET /forecast",
                Set.of("read:forecast", "write:forecast"),
                Decision.ALLOW,
                List.of(new Limit("rate", 200, 2, 199, 1), new Limit("day", 1_000_000, 86_400, 999_999, 43_200)),
                "1-0123456789ab",
                issuedAt,
                issuedAt.plus(EdgeAssertion.LIFETIME));
    }
}
