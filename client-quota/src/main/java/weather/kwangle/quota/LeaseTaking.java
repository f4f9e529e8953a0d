package weather.kwangle.quota;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import weather.kwangle.quota.LedgerStore.Outcome;
import weather.kwangle.quota.Terms.Standing;

/**
 * Requests for one permit: served from the lease in hand, refused by what is remembered, or the reason for a write that
 * takes the next lease; and out of grace while the store is away. What grace handed out is booked before the next lease is
 * taken. Not safe for use by several threads.
 */
final class LeaseTaking {

    private final Position position;
    private final AccountMemory memory;
    private final Holdings holdings;
    private final Demand demand;
    private final Grace grace;
    private final Tally tally;
    private final Flights flights;

    /** Whether the last write had no answer: then what is owed waits for a try that risks less. */
    private boolean uncertain;

    LeaseTaking(Position position, RandomGenerator random) {
        this.position = position;
        this.memory = position.memory;
        this.holdings = position.holdings;
        this.demand = position.demand;
        this.grace = position.grace;
        this.tally = position.tally;
        this.flights = new Flights(random);
    }

    /** A request for one permit. */
    Step ask(Moment now, Limits limits) {
        demand.asked(now);
        return next(now, limits, Flights.NONE);
    }

    /** The same request, after the flight that it was told to await. */
    Step askAgain(Moment now, Limits limits, long awaited) {
        flights.leave();
        return next(now, limits, awaited);
    }

    /** A request no longer waits for its flight. */
    void giveUp() {
        flights.leave();
    }

    /** Whether a flight that somebody awaits has ended. */
    boolean ended(long awaited) {
        return flights.ended(awaited);
    }

    private Step next(Moment now, Limits limits, long awaited) {
        var terms = new Terms(limits, now.time());
        if (holdings.take(now, terms, limits)) {
            return admitted(terms);
        }
        holdings.end(now);
        holdings.dropLeftoverUnlessOf(terms.day());
        Standing standing = position.standing(terms);
        if (memory.knowsQuota(now) && terms.quotaRoom(standing) == 0) {
            return new Step.Answer(terms.quotaRefusal(standing));
        }
        OptionalLong refused = memory.refusedFor(limits, now);
        if (refused.isPresent()) {
            return new Step.Answer(terms.rateRefusal(standing, refused.getAsLong()));
        }
        if (flights.failedAway(awaited)) {
            return grace(now, limits, terms, lastFailure());
        }
        Optional<LedgerUnavailableException> declined = flights.declined(now);
        if (declined.isPresent()) {
            return new Step.Fail(declined.get());
        }
        if (flights.isOneAloft() && !position.breaker.isOpen(now.ticks())) {
            return flights.await();
        }
        if (flights.isOneAloft() || !position.breaker.admits(now.ticks())) {
            return grace(now, limits, terms, lastFailure());
        }
        flights.begin();
        Map<CalendarWindow, Long> debts = grace.debts();
        return debts.isEmpty() || uncertain ? reserve(now, limits, 1) : book(debts, limits, 1);
    }

    private Step admitted(Terms terms) {
        tally.admitted.increment();
        return new Step.Answer(new Reservation.Admitted(terms.states(position.standing(terms))));
    }

    /** Takes a lease, as large as is wanted and as what is known leaves room for. */
    private Step reserve(Moment now, Limits limits, int attempt) {
        var terms = new Terms(limits, now.time());
        holdings.dropLeftoverUnlessOf(terms.day());
        Gcra rate = terms.rate();
        Standing standing = position.standing(terms);
        long quota = terms.quotaRoom(standing);
        if (quota == 0 && memory.knowsQuota(now)) {
            flights.end();
            return new Step.Answer(terms.quotaRefusal(standing));
        }
        long fits = rate.remaining(standing.tat(), now.nanos());
        boolean empty = fits < demand.patience(rate, flights.wanting()) && memory.knowsRate(now);
        if (empty || attempt > Position.MAX_WRITES) {
            // Where others were faster each time, there was no room at any of these times.
            flights.end();
            return tooFast(now, limits, terms, standing);
        }
        long permits = Math.clamp(Math.min(quota, fits), 1, demand.block(rate, flights.wanting()));
        Epoch epoch = Epoch.of(now.time());
        long back = holdings.takeLeftover();
        var charge = new Charge(
                position.form(Account.TAT, rate, now, permits),
                terms.counts(permits, back),
                grace.needsRank(epoch) ? Optional.of(epoch.attribute()) : Optional.empty(),
                memory.account().outdated(now.time()));
        return new Step.Send(new Draft.Block(charge, attempt, limits, terms.day(), permits, back, now));
    }

    private Step tooFast(Moment now, Limits limits, Terms terms, Standing standing) {
        Gcra rate = terms.rate();
        demand.refused(rate);
        long worthwhile = demand.patience(rate, flights.wanting());
        long untilItFits = Math.max(standing.tat(), now.nanos()) - rate.latest(now.nanos(), worthwhile);
        long nanos = memory.refuse(limits, now, untilItFits > 0 ? untilItFits : rate.interval());
        return new Step.Answer(terms.rateRefusal(standing, nanos));
    }

    private Step book(Map<CalendarWindow, Long> debts, Limits limits, int attempt) {
        var permits = new HashMap<CalendarWindow, Long>();
        debts.forEach((day, owed) -> {
            permits.merge(day, owed, Long::sum);
            permits.merge(CalendarWindow.monthOf(day.start()), owed, Long::sum);
        });
        var counts = new ArrayList<Charge.Count>();
        permits.forEach((window, owed) -> counts.add(new Charge.Count(window.attribute(), owed, OptionalLong.empty())));
        var charge = Charge.of(new Charge.Form.Still(), counts);
        return new Step.Send(new Draft.Booking(charge, attempt, limits, debts));
    }

    /** The store answered this or another write of the client's. */
    void answered() {
        uncertain = false;
    }

    /** The store did not answer this or another write of the client's. */
    void unanswered() {
        uncertain = true;
    }

    Step taken(Draft.Block block, Outcome outcome, Moment now) {
        Limits limits = block.limits();
        return switch (outcome) {
            case Outcome.Charged(Account seen) -> {
                tally.reserved.add(block.permits());
                tally.givenBack.add(block.back());
                block.charge().rank().flatMap(Epoch::named).ifPresent(epoch -> grace.ranked(epoch, seen.rank(epoch)));
                yield leased(block, now);
            }
            case Outcome.Refused(Account seen)
            when block.charge().fits(seen) -> {
                holdings.putBack(block.day(), block.back());
                yield flights.fail(now, position.contradiction(), false);
            }
            case Outcome.Refused(Account seen) -> {
                holdings.putBack(block.day(), block.back(), seen);
                yield reserve(now, limits, block.attempt() + 1);
            }
            case Outcome.Conflict(var failure) -> {
                holdings.putBack(block.day(), block.back());
                yield block.attempt() < Position.MAX_WRITES
                        ? reserve(now, limits, block.attempt() + 1)
                        : flights.fail(now, failure, false);
            }
            case Outcome.Declined(var failure) -> {
                holdings.putBack(block.day(), block.back());
                yield flights.fail(now, failure, false);
            }
            case Outcome.Unknown(var failure) -> {
                tally.lost.add(block.permits());
                tally.dropped.add(block.back());
                demand.lost();
                flights.fail(now, failure, true);
                yield grace(now, limits, new Terms(limits, now.time()), failure);
            }
        };
    }

    /** Serves the request from the lease that it brought; a slow answer may have come after the lease's end. */
    private Step leased(Draft.Block block, Moment now) {
        holdings.begin(
                new Lease(
                        block.limits(),
                        block.day(),
                        block.permits(),
                        block.sent().ticks()),
                now);
        var terms = new Terms(block.limits(), now.time());
        if (holdings.take(now, terms, block.limits())) {
            flights.end();
            return admitted(terms);
        }
        holdings.end(now);
        return block.attempt() < Position.MAX_WRITES
                ? reserve(now, block.limits(), block.attempt() + 1)
                : flights.fail(now, Position.tooSlow(), false);
    }

    Step taken(Draft.Booking booking, Outcome outcome, Moment now) {
        Limits limits = booking.limits();
        return switch (outcome) {
            case Outcome.Charged _ -> {
                grace.booked(booking.debts());
                tally.booked.add(owed(booking.debts()));
                yield reserve(now, limits, 1);
            }
            case Outcome.Conflict(var failure) ->
                booking.attempt() < Position.MAX_WRITES
                        ? book(booking.debts(), limits, booking.attempt() + 1)
                        : flights.fail(now, failure, false);
            case Outcome.Declined(var failure) -> flights.fail(now, failure, false);
            case Outcome.Refused _ -> flights.fail(now, position.contradiction(), false);
            case Outcome.Unknown(var failure) -> {
                // It stays owed: rather counted twice than never.
                tally.lost.add(owed(booking.debts()));
                flights.fail(now, failure, true);
                yield grace(now, limits, new Terms(limits, now.time()), failure);
            }
        };
    }

    /** Others may have more time than this request had: they are free to write. */
    Step unsent(Draft.Block block, Moment now) {
        holdings.putBack(block.day(), block.back());
        flights.end();
        return grace(now, block.limits(), new Terms(block.limits(), now.time()), Position.tooSlow());
    }

    Step unsent(Draft.Booking booking, Moment now) {
        flights.end();
        return grace(now, booking.limits(), new Terms(booking.limits(), now.time()), Position.tooSlow());
    }

    void abandon(Draft.Block block, LedgerUnavailableException failure, Moment now) {
        tally.lost.add(block.permits());
        tally.dropped.add(block.back());
        flights.fail(now, failure, false);
    }

    void abandon(Draft.Booking booking, LedgerUnavailableException failure, Moment now) {
        tally.lost.add(owed(booking.debts()));
        flights.fail(now, failure, false);
    }

    private LedgerUnavailableException lastFailure() {
        return flights.lastFailure().orElseGet(Position::away);
    }

    /** @param failure why the store is not asked, for who gets no permit */
    private Step grace(Moment now, Limits limits, Terms terms, LedgerUnavailableException failure) {
        Standing standing = position.standing(terms);
        if (terms.quotaRoom(standing) == 0) {
            return new Step.Answer(terms.quotaRefusal(standing));
        }
        if (!grace.grant(now, limits, terms)) {
            return new Step.Fail(failure);
        }
        tally.grace.increment();
        position.breaker.bridged(now.ticks());
        return new Step.Answer(new Reservation.Admitted(terms.states(position.standing(terms))));
    }

    /** Permits that grace handed out and that are not counted yet. */
    long owed() {
        return owed(grace.debts());
    }

    private static long owed(Map<CalendarWindow, Long> debts) {
        return debts.values().stream().mapToLong(Long::longValue).sum();
    }
}
