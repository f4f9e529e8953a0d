package weather.kwangle.quota;

/**
 * One limit as it stands for a client, in the terms of draft-ietf-httpapi-ratelimit-headers.
 *
 * @param name {@code rate}, {@code day}, {@code month}, or {@code usage} (the small rate of looking at the account)
 * @param quota permits of a full window; for a rate its burst ({@code q})
 * @param windowSeconds length of the window; for a rate the time in which the whole burst comes back, rounded up ({@code w})
 * @param remaining permits left now, 0 to {@code quota} ({@code r})
 * @param resetSeconds seconds, rounded up, until more is left: for a day or month the end of the window, at least 1; for
 *     a rate the next permit, 0 when the burst is whole ({@code t})
 */
public record LimitState(String name, long quota, long windowSeconds, long remaining, long resetSeconds) {}
