package weather.kwangle.quota;

import java.time.Duration;

/**
 * Keeps an instance from waiting for a store that is away: after three failures in a row one caller a second may try, and
 * the others know at once. Safe for use by several threads.
 */
final class Breaker {

    private static final int FAILURES = 3;
    private static final long PROBE_NANOS = Duration.ofSeconds(1).toNanos();

    /** What failed before that says nothing of now: an instance that nobody asked for a while finds out anew. */
    private static final long MEMORY_NANOS = Duration.ofSeconds(5).toNanos();

    private int failures;
    private long failedAt;
    private long nextProbe;

    /** Whether the caller may try the store; it then says how that went. */
    synchronized boolean admits(long ticks) {
        if (!isOpen(ticks)) {
            return true;
        }
        if (ticks - nextProbe < 0) {
            return false;
        }
        nextProbe = ticks + PROBE_NANOS;
        return true;
    }

    /** Whether the store is thought to be away. */
    synchronized boolean isOpen(long ticks) {
        return failures >= FAILURES && ticks - failedAt < MEMORY_NANOS;
    }

    /** The store answered, whatever it said. */
    synchronized void answered() {
        failures = 0;
    }

    /** The store did not answer. */
    synchronized void failed(long ticks) {
        failures = Math.min(FAILURES, failures + 1);
        failedAt = ticks;
        nextProbe = ticks + PROBE_NANOS;
    }
}
