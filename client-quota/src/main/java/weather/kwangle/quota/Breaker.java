package weather.kwangle.quota;

import java.time.Duration;

/**
 * Keeps an instance from waiting for a store that is away: after three failures in a row one caller a second may try, and
 * the others know at once. Tells of permits that are handed out meanwhile. Safe for use by several threads.
 */
final class Breaker {

    private static final int FAILURES = 3;
    private static final long PROBE_NANOS = Duration.ofSeconds(1).toNanos();
    private static final long REMINDER_NANOS = Duration.ofMinutes(1).toNanos();

    /** What failed before that says nothing of now: an instance that nobody asked for a while finds out anew. */
    private static final long MEMORY_NANOS = Duration.ofSeconds(5).toNanos();

    private final GraceListener listener;
    private int failures;
    private long failedAt;
    private String lastFailure = "";
    private long nextProbe;
    private long permits;
    private boolean told;
    private long toldAt;

    Breaker() {
        this(GraceListener.NONE);
    }

    Breaker(GraceListener listener) {
        this.listener = listener;
    }

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
        long bridged = permits;
        boolean ends = told;
        forget();
        if (ends) {
            listener.ended(bridged);
        }
    }

    /** The store did not answer. */
    synchronized void failed(long ticks) {
        failures = Math.min(FAILURES, failures + 1);
        failedAt = ticks;
        nextProbe = ticks + PROBE_NANOS;
    }

    /** The same, and the listener is told why. */
    synchronized void failed(long ticks, LedgerUnavailableException failure) {
        failed(ticks);
        lastFailure = String.valueOf(failure.getMessage());
    }

    /** A permit was handed out without the store. One or two failures are nothing to tell of. */
    synchronized void bridged(long ticks) {
        permits++;
        if (!isOpen(ticks) || (told && ticks - toldAt < REMINDER_NANOS)) {
            return;
        }
        boolean begins = !told;
        told = true;
        toldAt = ticks;
        if (begins) {
            listener.began(lastFailure);
        } else {
            listener.lasts(permits);
        }
    }

    /** Back to the state of the start, and nobody is told. */
    synchronized void forget() {
        failures = 0;
        failedAt = 0;
        lastFailure = "";
        nextProbe = 0;
        permits = 0;
        told = false;
        toldAt = 0;
    }
}
