package weather.kwangle.policy;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The API key that stands for a client at API Gateway, which knows usage plans by their keys only. It is no secret and lets
 * nobody in: API Gateway takes it from the authorizer's answer, never from a request.
 */
public final class UsageKey {
    /** Whose key all clients share that neither policy nor table knows, if the policy lets them in. */
    public static final String UNKNOWN_CLIENT = "unknown";

    private static final int BYTES = 20;

    private UsageKey() {}

    /** {@code mw} and the first 40 hex digits of the SHA-256 of the client's id; API Gateway wants 20 to 128 characters. */
    public static String of(String clientId) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(clientId.getBytes(StandardCharsets.UTF_8));
            return "mw" + HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JVM has SHA-256", e);
        }
    }
}
