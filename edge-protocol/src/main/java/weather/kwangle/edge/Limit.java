package weather.kwangle.edge;

/**
 * One limit of a client as the client may see it. The numbers go into {@code RateLimit-Policy} (q, w) and
 * {@code RateLimit} (r, t) of draft-ietf-httpapi-ratelimit-headers as they are, so they keep to the Integer range of
 * RFC 9651 section 3.3.1: at most fifteen digits.
 *
 * @param name what the policy is called: {@code rate}, {@code day}, {@code month} or {@code usage}
 * @param quota permits of a full window, at least 1
 * @param windowSeconds length of the window in seconds, at least 1
 * @param remaining permits left, at least 0
 * @param resetSeconds seconds until permits come back, at least 0
 */
public record Limit(String name, long quota, long windowSeconds, long remaining, long resetSeconds) {
    private static final long MAX_STRUCTURED_INTEGER = 999_999_999_999_999L;
    private static final int MAX_NAME = 32;

    /** @throws IllegalArgumentException if the name or a number is out of its range */
    public Limit {
        if (!isName(name)) {
            throw new IllegalArgumentException("a limit's name is 1 to 32 lower-case letters, digits and hyphens");
        }
        requireRange("quota", quota, 1);
        requireRange("windowSeconds", windowSeconds, 1);
        requireRange("remaining", remaining, 0);
        requireRange("resetSeconds", resetSeconds, 0);
    }

    /** By hand: each request makes three limits. */
    private static boolean isName(String text) {
        if (text.isEmpty() || text.length() > MAX_NAME || !isLowerCase(text.charAt(0))) {
            return false;
        }
        for (int i = 1; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isLowerCase(c) && !(c >= '0' && c <= '9') && c != '-') {
                return false;
            }
        }
        return true;
    }

    private static boolean isLowerCase(char c) {
        return c >= 'a' && c <= 'z';
    }

    private static void requireRange(String what, long value, long least) {
        if (value < least || value > MAX_STRUCTURED_INTEGER) {
            throw new IllegalArgumentException(
                    "%s is %d, expected %d to %d".formatted(what, value, least, MAX_STRUCTURED_INTEGER));
        }
    }
}
