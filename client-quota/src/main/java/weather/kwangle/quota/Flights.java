package weather.kwangle.quota;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Who writes for a lease: one request at a time (a <em>flight</em>, of one or a few writes). Others wait for its end and are
 * served from what it brought, or share its failure. Not safe for use by several threads.
 */
final class Flights {

    /** What {@link #failedAway} is asked by a request that awaits none. */
    static final long NONE = -1;

    /** A store that declines is left alone for that long, and up to twice that. */
    private static final long DECLINED_MEMORY = Duration.ofMillis(100).toNanos();

    private final RandomGenerator random;

    private boolean aloft;
    private long number;
    private long waiting;
    private @Nullable Failed last;

    /** @param random spreads when instances come back to a store that declined them at the same time */
    Flights(RandomGenerator random) {
        this.random = random;
    }

    /**
     * How a flight failed.
     *
     * @param away whether the store did not answer, which is what grace is for
     * @param until if it declined: as long as it is not asked again
     */
    private record Failed(long flight, LedgerUnavailableException failure, boolean away, long until) {}

    boolean isOneAloft() {
        return aloft;
    }

    void begin() {
        aloft = true;
        number++;
    }

    /** It has what it was for, or knows that there is nothing. */
    void end() {
        aloft = false;
    }

    /** It ends without a lease. */
    Step fail(Moment now, LedgerUnavailableException failure, boolean away) {
        aloft = false;
        long until = now.ticks() + (long) (DECLINED_MEMORY * (1 + random.nextDouble()));
        last = new Failed(number, failure, away, until);
        return new Step.Fail(failure);
    }

    /** One more request waits for the one that is aloft. */
    Step await() {
        waiting++;
        return new Step.Await(number);
    }

    /** A request that waited does so no longer. */
    void leave() {
        waiting--;
    }

    /** Requests that want a permit now: the one that asks and those that wait. */
    long wanting() {
        return waiting + 1;
    }

    /** Whether a flight that somebody awaits has ended. */
    boolean ended(long awaited) {
        return !aloft || number != awaited;
    }

    /** Whether the last one was the awaited one and ended for want of an answer. */
    boolean failedAway(long awaited) {
        return last != null && last.away() && last.flight() == awaited;
    }

    /** Why the store is not asked now: it declined a moment ago. */
    Optional<LedgerUnavailableException> declined(Moment now) {
        return last != null && !last.away() && now.before(last.until())
                ? Optional.of(last.failure())
                : Optional.empty();
    }

    /** How the last one that failed did. */
    Optional<LedgerUnavailableException> lastFailure() {
        return last == null ? Optional.empty() : Optional.of(last.failure());
    }
}
