package weather.kwangle.edge;

import java.util.regex.Pattern;

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
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

    /** @throws IllegalArgumentException if the name or a number is out of its range */
    public Limit {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("a limit's name is 1 to 32 lower-case letters, digits and hyphens");
        }
        requireRange("quota", quota, 1);
        requireRange("windowSeconds", windowSeconds, 1);
        requireRange("remaining", remaining, 0);
        requireRange("resetSeconds", resetSeconds, 0);
    }

    private static void requireRange(String what, long value, long least) {
        if (value < least || value > MAX_STRUCTURED_INTEGER) {
            throw new IllegalArgumentException(
                    "%s is %d, expected %d to %d".formatted(what, value, least, MAX_STRUCTURED_INTEGER));
        }
    }
}
