package weather.kwangle.authorizer.token;

import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the one token in the values of {@code Authorization} (RFC 6750 section 2.1). */
final class BearerToken {
    /** The scheme's case does not matter (RFC 9110 section 11.1). */
    private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +([^ ]+)");

    private BearerToken() {}

    static String of(Collection<String> authorization) throws TokenRefusedException {
        List<String> values = authorization.stream().distinct().toList();
        if (values.isEmpty()) {
            throw new TokenRefusedException(Refusal.NO_TOKEN, "no Authorization header");
        }
        if (values.size() > 1) {
            throw new TokenRefusedException(
                    Refusal.SEVERAL_TOKENS, values.size() + " different Authorization headers, expected one");
        }
        Matcher bearer = BEARER.matcher(values.getFirst());
        if (!bearer.matches()) {
            throw new TokenRefusedException(Refusal.NOT_BEARER, "expected Bearer, a space and the token");
        }
        return bearer.group(1);
    }
}
