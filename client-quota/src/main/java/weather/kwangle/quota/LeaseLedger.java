package weather.kwangle.quota;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import weather.kwangle.quota.LedgerStore.Outcome;

/**
 * The ledger with leases: one conditional write takes a block of permits, which are handed out without another write for
 * at most a second. The block follows the client's pace, and refusals are remembered for a while. What happens when is
 * decided in {@link ClientLeases}; here are the threads, the clocks and the store. No lock is held during a write.
 */
public final class LeaseLedger implements QuotaLedger {

    private static final int REMEMBERED_CLIENTS = 10_000;

    /** Each write ends by the store's timeout; this is for a store without one. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    /**
     * Outdated attributes go with the next charge of an instance that knows them. An instance that asks once and ends never
     * makes that charge, so when there are as many they get a write of their own, and the item stays below 1 KB.
     */
    private static final int OUTDATED_TO_FORGET = 8;

    private final LedgerStore store;
    private final Clock clock;
    private final LongSupplier ticker;
    private final RandomGenerator random;
    private final Breaker breaker;
    private final Tally tally = new Tally();
    private final RecentMap<String, Desk> desks = new RecentMap<>(REMEMBERED_CLIENTS, Desk::close);

    /** @param clock what the day is, and how much of the rate has come back; near the other instances' clocks */
    public LeaseLedger(LedgerStore store, Clock clock) {
        this(store, clock, GraceListener.NONE);
    }

    /**
     * @param clock as above
     * @param listener told of permits that are handed out while the store is away
     */
    public LeaseLedger(LedgerStore store, Clock clock, GraceListener listener) {
        this(store, clock, System::nanoTime, new SecureRandom(), listener);
    }

    /**
     * @param ticker nanoseconds of a clock that only runs, for how long a lease lasts
     * @param random spreads in time what instances would otherwise do at once; safe for use by several threads
     */
    public LeaseLedger(LedgerStore store, Clock clock, LongSupplier ticker, RandomGenerator random) {
        this(store, clock, ticker, random, GraceListener.NONE);
    }

    LeaseLedger(LedgerStore store, Clock clock, LongSupplier ticker, RandomGenerator random, GraceListener listener) {
        this.store = store;
        this.clock = clock;
        this.ticker = ticker;
        this.random = random;
        this.breaker = new Breaker(listener);
    }

    /** One client's leases with the lock that guards them. */
    private record Desk(String clientId, ClientLeases leases, ReentrantLock lock, Condition flightEnded) {

        static Desk of(String clientId, ClientLeases leases) {
            var lock = new ReentrantLock();
            return new Desk(clientId, leases, lock, lock.newCondition());
        }

        void close() {
            lock.lock();
            try {
                leases.discard();
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public Reservation reserve(String clientId, Limits limits, TableTime time) {
        Desk desk = desk(clientId);
        desk.lock().lock();
        try {
            return finish(desk, limits, time, desk.leases().ask(now(), limits));
        } finally {
            desk.lock().unlock();
        }
    }

    @Override
    public Reservation inspect(String clientId, Limits limits, TableTime time) {
        Desk desk = desk(clientId);
        desk.lock().lock();
        try {
            return finish(desk, limits, time, desk.leases().look(now(), limits));
        } finally {
            desk.lock().unlock();
        }
    }

    /**
     * Forgets everything about clients and store, so that nothing of a time before is used: to be called when the process
     * goes on from a snapshot, which may be weeks old.
     */
    public void forget() {
        desks.clear();
        breaker.forget();
        tally.clear();
    }

    /** What this instance has done since it was made. */
    public LedgerStats stats() {
        return tally.snapshot();
    }

    private Desk desk(String clientId) {
        return desks.computeIfAbsent(clientId, id -> Desk.of(id, new ClientLeases(id, breaker, tally, random)));
    }

    /** Does what the request has to do, step by step. The lock is held, but not during a write. */
    private Reservation finish(Desk desk, Limits limits, TableTime time, Step first) {
        Step step = first;
        while (true) {
            switch (step) {
                case Step.Answer(Reservation reservation) -> {
                    return reservation;
                }
                case Step.Fail(LedgerUnavailableException failure) -> throw failure;
                case Step.Await(long flight) -> {
                    await(desk, flight, time);
                    step = desk.leases().askAgain(now(), limits, flight);
                }
                case Step.Send(Draft draft) -> step = time.isSpent() ? giveUp(desk, draft) : send(desk, draft, time);
            }
        }
    }

    private Step giveUp(Desk desk, Draft draft) {
        Step next = desk.leases().unsent(draft, now());
        desk.flightEnded().signalAll();
        return next;
    }

    private Step send(Desk desk, Draft draft, TableTime time) {
        desk.lock().unlock();
        Outcome outcome;
        try {
            outcome = time.spend(atMost -> store(atMost).charge(desk.clientId(), draft.charge()));
            forgetOutdated(desk.clientId(), outcome, time);
        } catch (LedgerUnavailableException e) {
            desk.lock().lock();
            desk.leases().abandon(draft, e, now());
            desk.flightEnded().signalAll();
            throw e;
        } catch (RuntimeException e) {
            desk.lock().lock();
            desk.leases()
                    .abandon(draft, new LedgerUnavailableException("the store failed: " + e.getMessage(), e), now());
            desk.flightEnded().signalAll();
            throw e;
        }
        desk.lock().lock();
        Step next = desk.leases().take(draft, outcome, now());
        desk.flightEnded().signalAll();
        return next;
    }

    /** The other request's own time ends the flight: who waits for it would give up a moment too early by its own. */
    private static void await(Desk desk, long flight, TableTime time) {
        try {
            if (!time.spend(_ -> ends(desk, flight))) {
                throw new LedgerUnavailableException(
                        "no answer about " + desk.clientId() + " within " + LONGEST_WAIT.toSeconds() + " seconds");
            }
        } catch (LedgerUnavailableException e) {
            desk.leases().giveUp();
            throw e;
        }
    }

    private static boolean ends(Desk desk, long flight) {
        long nanos = LONGEST_WAIT.toNanos();
        try {
            while (!desk.leases().ended(flight)) {
                nanos = desk.flightEnded().awaitNanos(nanos);
                if (nanos <= 0) {
                    return false;
                }
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailableException("interrupted while waiting for the table", e);
        }
    }

    private LedgerStore store(Optional<Duration> atMost) {
        return atMost.map(store::within).orElse(store);
    }

    private void forgetOutdated(String clientId, Outcome outcome, TableTime time) {
        if (!(outcome instanceof Outcome.Charged(Account account))) {
            return;
        }
        Set<String> outdated = account.outdated(clock.instant());
        if (outdated.size() < OUTDATED_TO_FORGET || time.isSpent()) {
            return;
        }
        try {
            var _ = time.spend(atMost -> {
                store(atMost).forget(clientId, outdated);
                return true;
            });
        } catch (LedgerUnavailableException ignored) {
            // The request is paid for and admitted; the next one finds the same attributes again.
        }
    }

    private Moment now() {
        return new Moment(clock.instant(), ticker.getAsLong());
    }
}
