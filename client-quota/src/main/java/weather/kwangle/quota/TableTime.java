package weather.kwangle.quota;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long one decision may still wait for the table, all its calls together: who has waited for one call waits less for the
 * next, and for none when hardly anything is left. Only waiting counts, and not what is done in between. For one thread.
 */
public final class TableTime {

    /** Who waits longer is better served by what is known, and by what the ledger grants without the table. */
    public static final Duration OF_A_DECISION = Duration.ofMillis(150);

    /**
     * For the entry of a client that an instance has never asked about, apart from the rest: nothing else tells whether it may
     * be let in, and the connection may be as new as the client.
     */
    static final Duration OF_A_FIRST_READ = Duration.ofMillis(500);

    /** A call with less than that would hardly be answered, and nobody would know what became of it. */
    static final Duration LEAST = Duration.ofMillis(25);

    private final LongSupplier ticker;
    private @Nullable Duration left;

    TableTime(@Nullable Duration left, LongSupplier ticker) {
        this.left = left;
        this.ticker = ticker;
    }

    /** What a decision has: {@link #OF_A_DECISION}. */
    public static TableTime ofADecision() {
        return new TableTime(OF_A_DECISION, System::nanoTime);
    }

    /** For who waits as long as each call takes by its own timeout. */
    public static TableTime unbounded() {
        return new TableTime(null, System::nanoTime);
    }

    /** The time of a first read; what is waited of it does not count here. */
    TableTime ofAFirstRead() {
        return new TableTime(left == null ? null : OF_A_FIRST_READ, ticker);
    }

    /** Whether there is no time for a further call. */
    boolean isSpent() {
        return left != null && left.compareTo(LEAST) < 0;
    }

    /**
     * Waits, and counts how long it took.
     *
     * @param call is told how long it may take at most; empty for as long as it takes
     */
    <T> T spend(Function<Optional<Duration>, T> call) {
        long begin = ticker.getAsLong();
        try {
            return call.apply(Optional.ofNullable(left));
        } finally {
            if (left != null) {
                left = left.minusNanos(ticker.getAsLong() - begin);
            }
        }
    }
}
