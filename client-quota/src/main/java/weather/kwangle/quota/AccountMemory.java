package weather.kwangle.quota;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What an instance remembers of a client's account, and for how long it may refuse by that without asking. Not safe for use
 * by several threads.
 */
final class AccountMemory {

    /** What is known of the rate is acted upon for that long; a clock that runs ahead must not make others refuse for long. */
    private static final long RATE_MEMORY = Duration.ofSeconds(1).toNanos();

    /** The same of day and month: a refund is seen after that. */
    private static final long QUOTA_MEMORY = Duration.ofSeconds(30).toNanos();

    /** The longest wait for permits, without {@link #JITTER}. */
    private static final long LONGEST_REFUSAL = Duration.ofMillis(800).toNanos();

    private static final double JITTER = 0.25;

    private final RandomGenerator random;

    private Account account = Account.EMPTY;
    private boolean known;
    private long knownAt;
    private @Nullable RateRefusal rateRefusal;

    /** @param random spreads when instances ask again that were refused at the same time */
    AccountMemory(RandomGenerator random) {
        this.random = random;
    }

    /** Until then the rate of these limits does not give what is worth a write. */
    private record RateRefusal(Limits limits, long until) {}

    /** The account as it is now. */
    void saw(Account seen, Moment now) {
        account = seen;
        known = true;
        knownAt = now.ticks();
    }

    /** The account as it was seen last; empty if it never was. */
    Account account() {
        return account;
    }

    /** Whether what it says of the rate may be acted upon. */
    boolean knowsRate(Moment now) {
        return knownFor(RATE_MEMORY, now);
    }

    /** Whether what it says of day and month may be acted upon. */
    boolean knowsQuota(Moment now) {
        return knownFor(QUOTA_MEMORY, now);
    }

    private boolean knownFor(long nanos, Moment now) {
        return known && now.before(knownAt + nanos);
    }

    /** Nanoseconds for which the rate of these limits goes on being refused; empty if it may be asked for. */
    OptionalLong refusedFor(Limits limits, Moment now) {
        return rateRefusal != null && rateRefusal.limits().equals(limits) && now.before(rateRefusal.until())
                ? OptionalLong.of(rateRefusal.until() - now.ticks())
                : OptionalLong.empty();
    }

    /**
     * The rate of these limits was found used up.
     *
     * @param untilItFits nanoseconds until there is what is worth a write
     * @return nanoseconds for which it is refused now
     */
    long refuse(Limits limits, Moment now, long untilItFits) {
        double nanos = Math.min(untilItFits, LONGEST_REFUSAL) * (1 + JITTER * random.nextDouble());
        rateRefusal = new RateRefusal(limits, now.ticks() + (long) Math.ceil(nanos));
        return (long) nanos;
    }
}
