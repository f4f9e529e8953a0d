package weather.kwangle.quota;

import java.util.random.RandomGenerator;
import weather.kwangle.quota.LedgerStore.Outcome;

/**
 * One client at one instance: what it holds, what it knows, and what to write next. Pure: it asks for a write by returning
 * a {@link Step.Send} and learns what became of it through {@link #take}, so that whoever drives it decides about time,
 * threads and loss. Not safe for use by several threads.
 *
 * <p>Here every outcome goes to whom it concerns: {@link LeaseTaking} takes permits, {@link AccountLook} none; they share
 * the client's {@link Position}.
 */
final class ClientLeases {

    private final Position position;
    private final LeaseTaking leases;
    private final AccountLook look;

    /**
     * @param clientId for messages
     * @param breaker shared by the clients of an instance
     * @param tally the same
     * @param random spreads what instances would otherwise do at the same time
     */
    ClientLeases(String clientId, Breaker breaker, Tally tally, RandomGenerator random) {
        this.position = new Position(clientId, breaker, tally, random);
        this.leases = new LeaseTaking(position, random);
        this.look = new AccountLook(position);
    }

    /** A request for one permit. */
    Step ask(Moment now, Limits limits) {
        return leases.ask(now, limits);
    }

    /** The same request, after the flight that it was told to await. */
    Step askAgain(Moment now, Limits limits, long awaited) {
        return leases.askAgain(now, limits, awaited);
    }

    /** A request no longer waits for its flight. */
    void giveUp() {
        leases.giveUp();
    }

    /** Whether a flight that somebody awaits has ended. */
    boolean ended(long awaited) {
        return leases.ended(awaited);
    }

    /** A look at the account. */
    Step look(Moment now, Limits limits) {
        return look.ask(now, limits);
    }

    /** Learns what became of a write, and says what its request does next. */
    Step take(Draft draft, Outcome outcome, Moment now) {
        position.tally.writes.increment();
        switch (outcome) {
            case Outcome.Charged(Account seen) -> saw(seen, now);
            case Outcome.Refused(Account seen) -> {
                position.tally.refusedWrites.increment();
                saw(seen, now);
            }
            case Outcome.Conflict _, Outcome.Declined _ -> answered();
            case Outcome.Unknown(var failure) -> {
                position.breaker.failed(now.ticks(), failure);
                leases.unanswered();
            }
        }
        return switch (draft) {
            case Draft.Block block -> leases.taken(block, outcome, now);
            case Draft.Booking booking -> leases.taken(booking, outcome, now);
            case Draft.Look looking -> look.taken(looking, outcome, now);
        };
    }

    private void saw(Account seen, Moment now) {
        position.memory.saw(seen, now);
        answered();
    }

    private void answered() {
        position.answered();
        leases.answered();
    }

    /** Nobody has the time to wait for a write, so it is not sent. */
    Step unsent(Draft draft, Moment now) {
        return switch (draft) {
            case Draft.Block block -> leases.unsent(block, now);
            case Draft.Booking booking -> leases.unsent(booking, now);
            case Draft.Look _ -> new Step.Fail(Position.tooSlow());
        };
    }

    /** A write ended in a way that says nothing: what it may have taken is lost, and it is not the store that is away. */
    void abandon(Draft draft, LedgerUnavailableException failure, Moment now) {
        position.tally.writes.increment();
        switch (draft) {
            case Draft.Block block -> leases.abandon(block, failure, now);
            case Draft.Booking booking -> leases.abandon(booking, failure, now);
            case Draft.Look _ -> {}
        }
    }

    /** Counts what it holds as dropped: nobody will ask it again. */
    void discard() {
        position.holdings.discard();
    }

    /** Permits that it holds and nobody has used: those of the lease, and those to give back. */
    long held() {
        return position.holdings.leftover() + position.holdings.inHand();
    }

    /** Permits that it handed out and that are not counted yet. */
    long owed() {
        return leases.owed();
    }
}
