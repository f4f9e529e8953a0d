package weather.kwangle.quota;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Registry entries that were read a little while ago, nothing written down included.
 *
 * <p>An entry counts for {@link #MAX_AGE} from before it was read and never longer, so that a suspension bites within that
 * time, whatever else fails. From {@link #AHEAD_AGE} on it is read anew by one request while others go on with the known
 * one: a table that is away is so known for {@code MAX_AGE - AHEAD_AGE} at least before anybody is refused for it.
 *
 * <p>What failed is not tried again for a second and a little, and after three reads in a row without an answer one read a
 * second is tried for all clients together. Who is not known is then refused at once. Safe for use by several threads.
 */
public final class RememberedRegistry implements ClientRegistry {

    /** How long an entry may be used. */
    public static final Duration MAX_AGE = Duration.ofSeconds(30);

    /** Age from which it is read anew. */
    public static final Duration AHEAD_AGE = Duration.ofSeconds(15);

    private static final int REMEMBERED_CLIENTS = 10_000;

    private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

    /** Instances that lost the table at the same time do not all come back to it at the same time. */
    private static final double JITTER = 0.25;

    /** Each read ends by its own timeout; this is for one without. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final BiFunction<String, Optional<Duration>, RegistryReading> read;
    private final Clock clock;
    private final LongSupplier ticker;
    private final RandomGenerator random;
    private final Breaker breaker = new Breaker();
    private final RecentMap<String, Memory> memories = new RecentMap<>(REMEMBERED_CLIENTS);

    /**
     * @param read reads the entry of a client, and takes so long at most; if empty, as long as it takes
     * @param clock by which entries age, and which may be set
     * @param ticker nanoseconds of a clock that only runs, by which they age too: the older age counts
     * @param random spreads in time what instances would otherwise do at once; safe for use by several threads
     */
    public RememberedRegistry(
            BiFunction<String, Optional<Duration>, RegistryReading> read,
            Clock clock,
            LongSupplier ticker,
            RandomGenerator random) {
        this.read = read;
        this.clock = clock;
        this.ticker = ticker;
        this.random = random;
    }

    /** What is known of one client. The lock is held by who reads. */
    private static final class Memory {
        final ReentrantLock reading = new ReentrantLock();
        volatile @Nullable Known known;
        volatile @Nullable Failed failed;

        /** Whether nobody has asked yet, or not to the end. */
        boolean isNew() {
            return known == null && failed == null;
        }
    }

    /** @param at from before the read, which may have seen the table at any time since */
    private record Known(Optional<RegistryEntry> entry, Moment at) {}

    private record Failed(LedgerUnavailableException failure, Moment at, long pause) {}

    @Override
    public Optional<RegistryEntry> find(String clientId, TableTime ofDecision) {
        Memory memory = memories.computeIfAbsent(clientId, _ -> new Memory());
        Moment now = now();
        Optional<Known> known = known(memory, now);
        if (known.isPresent()) {
            return mayReadAhead(memory, known.get(), now) && memory.reading.tryLock()
                    ? readAhead(memory, clientId, ofDecision)
                    : known.get().entry();
        }
        throwIfPausing(memory, now);
        TableTime time = memory.isNew() ? ofDecision.ofAFirstRead() : ofDecision;
        lock(memory, clientId, time);
        try {
            // Somebody else may have read, or failed to, while this one waited.
            Moment begin = now();
            Optional<Known> since = known(memory, begin);
            if (since.isPresent()) {
                return since.get().entry();
            }
            throwIfPausing(memory, begin);
            if (time.isSpent()) {
                throw Position.tooSlow();
            }
            if (!breaker.admits(begin.ticks())) {
                throw new LedgerUnavailableException(
                        "the table did not answer lately; it is asked again within a second about who is not known");
            }
            learn(memory, time.spend(atMost -> read.apply(clientId, atMost)), begin);
            return found(memory);
        } finally {
            memory.reading.unlock();
        }
    }

    /** Forgets what was read, so that every entry is read anew. */
    public void forget() {
        memories.clear();
        breaker.answered();
    }

    private boolean mayReadAhead(Memory memory, Known known, Moment now) {
        return elapsed(known.at(), now) >= AHEAD_AGE.toNanos() && pausing(memory, now) == null;
    }

    /** Nobody is refused for a read ahead: it leaves some of the time for the charge that follows. */
    private Optional<RegistryEntry> readAhead(Memory memory, String clientId, TableTime time) {
        try {
            Moment begin = now();
            Optional<Known> known = known(memory, begin);
            boolean asks = known.isEmpty() || mayReadAhead(memory, known.get(), begin);
            if (asks && !time.isSpent() && breaker.admits(begin.ticks())) {
                learn(memory, time.spend(atMost -> read.apply(clientId, atMost.map(RememberedRegistry::most))), begin);
            }
            return found(memory);
        } finally {
            memory.reading.unlock();
        }
    }

    private static Duration most(Duration time) {
        return time.multipliedBy(2).dividedBy(3);
    }

    private void learn(Memory memory, RegistryReading reading, Moment begin) {
        switch (reading) {
            case RegistryReading.Found(Optional<RegistryEntry> entry) -> {
                breaker.answered();
                memory.known = new Known(entry, begin);
                memory.failed = null;
            }
            case RegistryReading.Declined(LedgerUnavailableException failure) -> {
                breaker.answered();
                memory.failed = failed(failure);
            }
            case RegistryReading.Unanswered(LedgerUnavailableException failure) -> {
                breaker.failed(now().ticks());
                memory.failed = failed(failure);
            }
        }
    }

    private Failed failed(LedgerUnavailableException failure) {
        return new Failed(failure, now(), (long) (PAUSE_NANOS * (1 + JITTER * random.nextDouble())));
    }

    /** The entry, which may have ended while it was read anew. */
    private Optional<RegistryEntry> found(Memory memory) {
        Moment now = now();
        Optional<Known> known = known(memory, now);
        if (known.isPresent()) {
            return known.get().entry();
        }
        throwIfPausing(memory, now);
        throw new LedgerUnavailableException("the table took too long to tell what an entry is now");
    }

    private static Optional<Known> known(Memory memory, Moment now) {
        return Optional.ofNullable(memory.known).filter(known -> elapsed(known.at(), now) < MAX_AGE.toNanos());
    }

    private static @Nullable Failed pausing(Memory memory, Moment now) {
        Failed failed = memory.failed;
        return failed != null && elapsed(failed.at(), now) < failed.pause() ? failed : null;
    }

    private static void throwIfPausing(Memory memory, Moment now) {
        Failed failed = pausing(memory, now);
        if (failed != null) {
            throw failed.failure();
        }
    }

    /**
     * Nanoseconds by the clock that says more: one may stand still while the function sleeps, the other may be set. For
     * ever if it was set back, since then nobody knows.
     */
    private static long elapsed(Moment from, Moment now) {
        Duration byClock = Duration.between(from.time(), now.time());
        long byTicks = now.ticks() - from.ticks();
        return byClock.isNegative() || byClock.compareTo(MAX_AGE) >= 0
                ? Long.MAX_VALUE
                : Math.max(byClock.toNanos(), byTicks);
    }

    /** The other request's own time ends its read: who waits for it would give up a moment too early by its own. */
    private static void lock(Memory memory, String clientId, TableTime time) {
        if (!time.spend(_ -> locks(memory.reading))) {
            throw new LedgerUnavailableException("no entry of " + clientId + " within " + LONGEST_WAIT.toSeconds()
                    + " seconds, while somebody else was reading it");
        }
    }

    private static boolean locks(ReentrantLock reading) {
        try {
            return reading.tryLock(LONGEST_WAIT.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailableException("interrupted while waiting for the table", e);
        }
    }

    private Moment now() {
        return new Moment(clock.instant(), ticker.getAsLong());
    }
}
