package weather.kwangle.authorizer.token;

import java.util.HashSet;
import java.util.List;

/** Finds the one token in the values of {@code Authorization} (RFC 6750 section 2.1). */
final class BearerToken {
    private static final String SCHEME = "Bearer";

    private BearerToken() {}

    static String of(List<String> authorization) throws TokenRefusedException {
        if (authorization.isEmpty()) {
            throw new TokenRefusedException(Refusal.NO_TOKEN, "no Authorization header");
        }
        String value = authorization.getFirst();
        for (String other : authorization) {
            if (!other.equals(value)) {
                throw new TokenRefusedException(
                        Refusal.SEVERAL_TOKENS,
                        new HashSet<>(authorization).size() + " different Authorization headers, expected one");
            }
        }
        int token = tokenStart(value);
        // The scheme's case does not matter (RFC 9110 section 11.1), and no other letter is one of these in another
        // case.
        boolean isBearer = value.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                && token > SCHEME.length()
                && token < value.length()
                && value.indexOf(' ', token) == -1;
        if (!isBearer) {
            throw new TokenRefusedException(Refusal.NOT_BEARER, "expected Bearer, a space and the token");
        }
        return value.substring(token);
    }

    /** Where the spaces behind the scheme end. */
    private static int tokenStart(String value) {
        int at = SCHEME.length();
        while (at < value.length() && value.charAt(at) == ' ') {
            at++;
        }
        return at;
    }
}
