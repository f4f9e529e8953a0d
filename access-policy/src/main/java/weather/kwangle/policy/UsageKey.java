package weather.kwangle.policy;

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
        return "mw" + Digest.of(clientId, BYTES);
    }
}
