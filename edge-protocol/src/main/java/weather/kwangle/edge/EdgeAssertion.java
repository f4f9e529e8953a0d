package weather.kwangle.edge;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;

/**
 * The edge's word about one request: who asks, for what, and whether the client's quota covers it. It is signed by the
 * authorizer ({@link EdgeAssertionSigner}) and believed by the gateway only after {@link EdgeAssertionVerifier}.
 *
 * <p>Times are whole seconds, as in a NumericDate of RFC 7519 section 2; fractions are cut off.
 *
 * @param requestId API Gateway's request id, claim {@code jti}
 * @param client the app client that asks, claim {@code sub}
 * @param plan name of the client's plan
 * @param operation method and resource, such as {@code GET /forecast}, claim {@code op}; the resource may be a
 *     template such as {@code /alerts/{id}}
 * @param scopes effective scopes by short name, such as {@code read:forecast}
 * @param decision what the authorizer decided
 * @param limits the client's limits after this request, in the order in which they are shown
 * @param policyVersion version of the access policy that decided
 * @param issuedAt start of validity
 * @param expiresAt end of validity, at most {@link #LIFETIME} after the start
 */
public record EdgeAssertion(
        String requestId,
        String client,
        String plan,
        String operation,
        Set<String> scopes,
        Decision decision,
        List<Limit> limits,
        String policyVersion,
        Instant issuedAt,
        Instant expiresAt) {

    /** The header that carries the assertion, exactly once. */
    public static final String HEADER = "X-Edge-Assertion";

    /** How long an assertion is good for: the longest that API Gateway waits for an integration, rounded up. */
    public static final Duration LIFETIME = Duration.ofSeconds(30);

    /** Most characters of the compact form; API Gateway allows 10,240 bytes for all headers of a request together. */
    public static final int MAX_LENGTH = 4096;

    private static final int MAX_TEXT = 256;
    private static final int MAX_METHOD = 16;

    /** @throws IllegalArgumentException if a part is empty, too long, not printable ASCII, or the times do not fit */
    public EdgeAssertion {
        requireText("requestId", requestId);
        requireText("client", client);
        requireText("plan", plan);
        requireText("policyVersion", policyVersion);
        scopes.forEach(scope -> requireText("scope", scope));
        if (!isOperation(operation)) {
            throw new IllegalArgumentException("operation is a method, one space and a path, such as GET /forecast");
        }
        scopes = Set.copyOf(scopes);
        limits = List.copyOf(limits);
        issuedAt = issuedAt.truncatedTo(ChronoUnit.SECONDS);
        expiresAt = expiresAt.truncatedTo(ChronoUnit.SECONDS);
        if (!expiresAt.isAfter(issuedAt) || expiresAt.isAfter(issuedAt.plus(LIFETIME))) {
            throw new IllegalArgumentException(
                    "an assertion expires after it is issued, at most %d s later".formatted(LIFETIME.toSeconds()));
        }
    }

    private static void requireText(String what, String value) {
        if (value.isEmpty() || value.length() > MAX_TEXT || !isWithin(value, 0, value.length(), '!', '~')) {
            throw new IllegalArgumentException(what + " is 1 to 256 printable ASCII characters without spaces");
        }
    }

    private static boolean isOperation(String operation) {
        int space = operation.indexOf(' ');
        return space >= 1
                && space <= MAX_METHOD
                && isWithin(operation, 0, space, 'A', 'Z')
                && operation.startsWith("/", space + 1)
                && operation.length() - space - 1 <= MAX_TEXT
                && isWithin(operation, space + 1, operation.length(), '!', '~');
    }

    private static boolean isWithin(String value, int from, int to, char first, char last) {
        for (int i = from; i < to; i++) {
            if (value.charAt(i) < first || value.charAt(i) > last) {
                return false;
            }
        }
        return true;
    }
}
