package weather.kwangle.authorizer.snapshot;

/**
 * A part of the function that learns something while it runs. A snapshot freezes what it knows, and one of many copies
 * wakes up weeks later.
 */
@FunctionalInterface
public interface Renewable {

    /**
     * Forgets all that was learnt since the start, so that nothing of it decides any more. Asks nobody; what is in flight
     * counts as learnt before.
     */
    void forget();

    /**
     * Learns it anew, so that the first request need not. One attempt, within the time limits of those who are asked. Until
     * it succeeds, a request asks by itself or fails closed.
     *
     * @throws RuntimeException if it cannot be had now; the message goes to the log
     */
    default void renew() {}
}
