package weather.kwangle.quota;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import weather.kwangle.quota.LedgerStore.Outcome;
import weather.kwangle.quota.Terms.Standing;

/**
 * One client at one instance: what it holds, what it knows, and what to write next. Pure: it asks for a write by returning
 * a {@link Step.Send} and learns what became of it through {@link #take}, so that whoever drives it decides about time,
 * threads and loss. Not safe for use by several threads.
 *
 * <p>One request at a time writes for a lease (a <em>flight</em>, of one or a few writes); others wait for its end and are
 * served from what it brought, or share its failure.
 *
 * <p>Permits of a lease that ended are left over: taken from day and month, and never used. The next charge of the same day
 * takes as many fewer. While it is on its way they belong to it, and if nobody knows what became of it they are gone.
 */
final class ClientLeases {

    private static final int MAX_WRITES = 4;

    /** What is known of the rate is acted upon for that long; a clock that runs ahead must not make others refuse for long. */
    private static final long RATE_MEMORY = Duration.ofSeconds(1).toNanos();

    /** The same of day and month: a refund is seen after that. */
    private static final long QUOTA_MEMORY = Duration.ofSeconds(30).toNanos();

    /** The longest wait for permits, without {@link #JITTER}. */
    private static final long LONGEST_REFUSAL = Duration.ofMillis(800).toNanos();

    /** A store that declines is left alone for that long, and up to twice that. */
    private static final long DECLINED_MEMORY = Duration.ofMillis(100).toNanos();

    private static final double JITTER = 0.25;
    private static final long NO_FLIGHT = -1;

    private final String clientId;
    private final Breaker breaker;
    private final Tally tally;
    private final RandomGenerator random;
    private final Demand demand = new Demand();
    private final Grace grace = new Grace();

    private Account account = Account.EMPTY;
    private boolean known;
    private long knownAt;
    private @Nullable Lease lease;
    private @Nullable CalendarWindow leftoverDay;
    private long leftover;
    private @Nullable RateRefusal rateRefusal;

    private boolean inFlight;
    private long flight;
    private long waiting;
    private @Nullable Failed lastFailure;

    /** Whether the last write had no answer: then what is owed waits for a try that risks less. */
    private boolean uncertain;

    /**
     * @param clientId for messages
     * @param breaker shared by the clients of an instance
     * @param tally the same
     * @param random spreads what instances would otherwise do at the same time
     */
    ClientLeases(String clientId, Breaker breaker, Tally tally, RandomGenerator random) {
        this.clientId = clientId;
        this.breaker = breaker;
        this.tally = tally;
        this.random = random;
    }

    /** Until then the rate of these limits does not give what is worth a write. */
    private record RateRefusal(Limits limits, long until) {}

    /**
     * How a flight failed.
     *
     * @param away whether the store did not answer, which is what grace is for
     * @param until if it declined: as long as it is not asked again
     */
    private record Failed(long flight, LedgerUnavailableException failure, boolean away, long until) {}

    /** A request for one permit. */
    Step ask(Moment now, Limits limits) {
        demand.asked(now);
        return next(now, limits, NO_FLIGHT);
    }

    /** The same request, after the flight that it was told to await. */
    Step askAgain(Moment now, Limits limits, long awaited) {
        waiting--;
        return next(now, limits, awaited);
    }

    /** A request no longer waits for its flight. */
    void giveUp() {
        waiting--;
    }

    /** Whether a flight that somebody awaits has ended. */
    boolean ended(long awaited) {
        return !inFlight || flight != awaited;
    }

    private Step next(Moment now, Limits limits, long awaited) {
        var terms = new Terms(limits, now.time());
        if (lease != null && lease.take(now, terms, limits)) {
            return admitted(terms);
        }
        closeLease(now);
        dropLeftoverUnlessOf(terms.day());
        Standing standing = standing(terms);
        if (knownFor(QUOTA_MEMORY, now) && terms.quotaRoom(standing) == 0) {
            return new Step.Answer(terms.quotaRefusal(standing, 1));
        }
        if (rateRefusal != null && rateRefusal.limits().equals(limits) && now.before(rateRefusal.until())) {
            return new Step.Answer(terms.rateRefusal(standing, rateRefusal.until() - now.ticks()));
        }
        if (lastFailure != null && lastFailure.away() && lastFailure.flight() == awaited) {
            return grace(now, limits, terms);
        }
        if (lastFailure != null && !lastFailure.away() && now.before(lastFailure.until())) {
            return new Step.Fail(lastFailure.failure());
        }
        if (inFlight && !breaker.isOpen(now.ticks())) {
            waiting++;
            return new Step.Await(flight);
        }
        if (inFlight || !breaker.admits(now.ticks())) {
            return grace(now, limits, terms);
        }
        inFlight = true;
        flight++;
        Map<CalendarWindow, Long> debts = grace.debts();
        return debts.isEmpty() || uncertain ? reserve(now, limits, 1) : book(debts, limits, 1);
    }

    private Step admitted(Terms terms) {
        tally.admitted.increment();
        return new Step.Answer(new Reservation.Admitted(terms.states(standing(terms))));
    }

    /** Takes a lease, as large as is wanted and as what is known leaves room for. */
    private Step reserve(Moment now, Limits limits, int attempt) {
        var terms = new Terms(limits, now.time());
        dropLeftoverUnlessOf(terms.day());
        Gcra rate = terms.rate();
        Standing standing = standing(terms);
        long quota = terms.quotaRoom(standing);
        if (quota == 0 && knownFor(QUOTA_MEMORY, now)) {
            inFlight = false;
            return new Step.Answer(terms.quotaRefusal(standing, 1));
        }
        long fits = rate.remaining(standing.tat(), now.nanos());
        boolean empty = fits < demand.patience(rate, waiting + 1) && knownFor(RATE_MEMORY, now);
        if (empty || attempt > MAX_WRITES) {
            // Where others were faster each time, there was no room at any of these times.
            inFlight = false;
            return tooFast(now, limits, terms, standing);
        }
        long permits = Math.clamp(Math.min(quota, fits), 1, demand.block(rate, waiting + 1));
        Epoch epoch = Epoch.of(now.time());
        long back = takeLeftover();
        var charge = new Charge(
                form(Account.TAT, rate, now, permits),
                terms.counts(permits, back),
                grace.needsRank(epoch) ? Optional.of(epoch.attribute()) : Optional.empty(),
                account.outdated(now.time()));
        return new Step.Send(new Draft.Block(charge, attempt, limits, terms.day(), permits, back, now));
    }

    private Step tooFast(Moment now, Limits limits, Terms terms, Standing standing) {
        Gcra rate = terms.rate();
        demand.refused(rate);
        long worthwhile = demand.patience(rate, waiting + 1);
        long untilItFits = Math.max(standing.tat(), now.nanos()) - rate.latest(now.nanos(), worthwhile);
        long wait = Math.min(untilItFits > 0 ? untilItFits : rate.interval(), LONGEST_REFUSAL);
        double nanos = wait * (1 + JITTER * random.nextDouble());
        rateRefusal = new RateRefusal(limits, now.ticks() + (long) Math.ceil(nanos));
        return new Step.Answer(terms.rateRefusal(standing, (long) nanos));
    }

    private Charge.Form form(String meter, Gcra rate, Moment now, long permits) {
        return account.tat(meter) > now.nanos()
                ? new Charge.Form.Busy(meter, now.nanos(), rate.latest(now.nanos(), permits), rate.cost(permits))
                : new Charge.Form.Idle(meter, now.nanos(), rate.cost(permits));
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

    /** A look at the account. */
    Step look(Moment now, Limits limits) {
        return look(now, limits, 1);
    }

    private Step look(Moment now, Limits limits, int attempt) {
        if (attempt > MAX_WRITES) {
            return new Step.Fail(overtaken());
        }
        if (!breaker.admits(now.ticks())) {
            return new Step.Fail(away());
        }
        var charge = Charge.of(form(Account.USAGE_TAT, Terms.USAGE, now, 1), List.of());
        return new Step.Send(new Draft.Look(charge, attempt, limits));
    }

    /** Learns what became of a write, and says what its request does next. */
    Step take(Draft draft, Outcome outcome, Moment now) {
        tally.writes.increment();
        switch (outcome) {
            case Outcome.Charged(Account seen) -> saw(seen, now);
            case Outcome.Refused(Account seen) -> {
                tally.refusedWrites.increment();
                saw(seen, now);
            }
            case Outcome.Conflict _, Outcome.Declined _ -> answered();
            case Outcome.Unknown _ -> {
                breaker.failed(now.ticks());
                uncertain = true;
            }
        }
        return switch (draft) {
            case Draft.Block block -> taken(block, outcome, now);
            case Draft.Booking booking -> taken(booking, outcome, now);
            case Draft.Look look -> taken(look, outcome, now);
        };
    }

    /** Learns the account as it is now. */
    void saw(Account seen, Moment now) {
        account = seen;
        known = true;
        knownAt = now.ticks();
        answered();
    }

    private void answered() {
        uncertain = false;
        breaker.answered();
        grace.answered();
    }

    private Step taken(Draft.Block block, Outcome outcome, Moment now) {
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
                putBack(block.day(), block.back());
                yield fail(now, contradiction(), false);
            }
            case Outcome.Refused(Account seen) -> {
                putBack(block.day(), block.back(), seen);
                yield reserve(now, limits, block.attempt() + 1);
            }
            case Outcome.Conflict(var failure) -> {
                putBack(block.day(), block.back());
                yield block.attempt() < MAX_WRITES
                        ? reserve(now, limits, block.attempt() + 1)
                        : fail(now, failure, false);
            }
            case Outcome.Declined(var failure) -> {
                putBack(block.day(), block.back());
                yield fail(now, failure, false);
            }
            case Outcome.Unknown(var failure) -> {
                tally.lost.add(block.permits());
                tally.dropped.add(block.back());
                demand.lost();
                fail(now, failure, true);
                yield grace(now, limits, new Terms(limits, now.time()));
            }
        };
    }

    /** Serves the request from the lease that it brought; a slow answer may have come after the lease's end. */
    private Step leased(Draft.Block block, Moment now) {
        closeLease(now);
        var brought = new Lease(
                block.limits(), block.day(), block.permits(), block.sent().ticks());
        lease = brought;
        var terms = new Terms(block.limits(), now.time());
        if (brought.take(now, terms, block.limits())) {
            inFlight = false;
            return admitted(terms);
        }
        closeLease(now);
        return block.attempt() < MAX_WRITES
                ? reserve(now, block.limits(), block.attempt() + 1)
                : fail(now, new LedgerUnavailableException("the table answers too slowly"), false);
    }

    private Step taken(Draft.Booking booking, Outcome outcome, Moment now) {
        Limits limits = booking.limits();
        long owed = booking.debts().values().stream().mapToLong(Long::longValue).sum();
        return switch (outcome) {
            case Outcome.Charged _ -> {
                grace.booked(booking.debts());
                tally.booked.add(owed);
                yield reserve(now, limits, 1);
            }
            case Outcome.Conflict(var failure) ->
                booking.attempt() < MAX_WRITES
                        ? book(booking.debts(), limits, booking.attempt() + 1)
                        : fail(now, failure, false);
            case Outcome.Declined(var failure) -> fail(now, failure, false);
            case Outcome.Refused _ -> fail(now, contradiction(), false);
            case Outcome.Unknown(var failure) -> {
                // It stays owed: rather counted twice than never.
                tally.lost.add(owed);
                fail(now, failure, true);
                yield grace(now, limits, new Terms(limits, now.time()));
            }
        };
    }

    private Step taken(Draft.Look look, Outcome outcome, Moment now) {
        var terms = new Terms(look.limits(), now.time());
        return switch (outcome) {
            case Outcome.Charged _ -> new Step.Answer(new Reservation.Admitted(terms.states(standing(terms))));
            case Outcome.Refused(Account seen) ->
                Terms.USAGE.admits(seen.tat(Account.USAGE_TAT), now.nanos(), 1)
                        ? look(now, look.limits(), look.attempt() + 1)
                        : new Step.Answer(terms.usageRefusal(standing(terms), seen.tat(Account.USAGE_TAT)));
            case Outcome.Conflict(var failure) ->
                look.attempt() < MAX_WRITES ? look(now, look.limits(), look.attempt() + 1) : new Step.Fail(failure);
            case Outcome.Declined(var failure) -> new Step.Fail(failure);
            case Outcome.Unknown(var failure) -> new Step.Fail(failure);
        };
    }

    /** A write ended in a way that says nothing: what it may have taken is lost, and it is not the store that is away. */
    void abandon(Draft draft, LedgerUnavailableException failure, Moment now) {
        tally.writes.increment();
        switch (draft) {
            case Draft.Block block -> {
                tally.lost.add(block.permits());
                tally.dropped.add(block.back());
                fail(now, failure, false);
            }
            case Draft.Booking booking -> {
                tally.lost.add(booking.debts().values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
                fail(now, failure, false);
            }
            case Draft.Look _ -> {}
        }
    }

    /** Ends the flight without a lease. */
    private Step fail(Moment now, LedgerUnavailableException failure, boolean away) {
        inFlight = false;
        long until = now.ticks() + (long) (DECLINED_MEMORY * (1 + random.nextDouble()));
        lastFailure = new Failed(flight, failure, away, until);
        return new Step.Fail(failure);
    }

    private Step grace(Moment now, Limits limits, Terms terms) {
        Standing standing = standing(terms);
        if (terms.quotaRoom(standing) == 0) {
            return new Step.Answer(terms.quotaRefusal(standing, 1));
        }
        if (!grace.grant(now, limits, terms)) {
            return new Step.Fail(lastFailure == null ? away() : lastFailure.failure());
        }
        tally.grace.increment();
        return new Step.Answer(new Reservation.Admitted(terms.states(standing(terms))));
    }

    /** Counts what it holds as dropped: nobody will ask it again. */
    void discard() {
        tally.dropped.add(leftover + (lease == null ? 0 : lease.left()));
        leftover = 0;
        lease = null;
    }

    /** Permits that it holds and nobody has used: those of the lease, and those to give back. */
    long held() {
        return leftover + (lease == null ? 0 : lease.left());
    }

    /** Permits that it handed out and that are not counted yet. */
    long owed() {
        return grace.debts().values().stream().mapToLong(Long::longValue).sum();
    }

    private boolean knownFor(long nanos, Moment now) {
        return known && now.before(knownAt + nanos);
    }

    /** The account less what this instance holds of it, and with what it owes. */
    private Standing standing(Terms terms) {
        Standing written = terms.standing(account);
        long inHand = lease == null ? 0 : lease.left();
        long back = inHand + leftover - grace.debt(terms.day());
        return new Standing(written.tat() - terms.rate().cost(inHand), written.day(), written.month()).withBack(back);
    }

    private void closeLease(Moment now) {
        if (lease != null) {
            demand.learn(lease, now);
            putBack(lease.day(), lease.left());
            lease = null;
        }
    }

    private long takeLeftover() {
        long back = leftover;
        leftover = 0;
        return back;
    }

    private void putBack(CalendarWindow day, long permits) {
        if (leftoverDay != null && leftoverDay.start().isAfter(day.start())) {
            tally.dropped.add(permits);
        } else {
            dropLeftoverUnlessOf(day);
            leftover += permits;
        }
    }

    /** As above, unless the account does not hold them: then it is not the one they were taken from. */
    private void putBack(CalendarWindow day, long permits, Account seen) {
        boolean holds = permits <= seen.taken(day.attribute())
                && permits <= seen.taken(CalendarWindow.monthOf(day.start()).attribute());
        if (holds) {
            putBack(day, permits);
        } else {
            tally.dropped.add(permits);
        }
    }

    private void dropLeftoverUnlessOf(CalendarWindow day) {
        if (!day.equals(leftoverDay)) {
            tally.dropped.add(leftover);
            leftover = 0;
            leftoverDay = day;
        }
    }

    private LedgerUnavailableException contradiction() {
        return new LedgerUnavailableException("the account of " + clientId
                + " refused a charge that it had room for; something is wrong with the table");
    }

    private LedgerUnavailableException overtaken() {
        return new LedgerUnavailableException(
                "the account of " + clientId + " changed between each of " + MAX_WRITES + " charges");
    }

    private static LedgerUnavailableException away() {
        return new LedgerUnavailableException("the table did not answer lately; it is tried again within a second");
    }
}
