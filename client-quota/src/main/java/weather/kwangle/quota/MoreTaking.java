package weather.kwangle.quota;

import weather.kwangle.quota.LedgerStore.Outcome;
import weather.kwangle.quota.Terms.Standing;

/** Requests that have their permit of the rate, for more of day and month. Not safe for use by several threads. */
final class MoreTaking {

    private final Position position;
    private final AccountMemory memory;
    private final Holdings holdings;
    private final Tally tally;

    MoreTaking(Position position) {
        this.position = position;
        this.memory = position.memory;
        this.holdings = position.holdings;
        this.tally = position.tally;
    }

    /** Whether such a request is refused in any case, but the account has to be read to say how many would fit. */
    boolean mustRead(Moment now, Limits limits, long permits) {
        return !memory.knowsRate(now) && !new Terms(limits, now.time()).quotaAdmits(Standing.UNTOUCHED, permits);
    }

    /** @param permits at least 1 */
    Step ask(Moment now, Limits limits, long permits) {
        return ask(now, limits, permits, 1);
    }

    private Step ask(Moment now, Limits limits, long permits, int attempt) {
        var terms = new Terms(limits, now.time());
        holdings.dropLeftoverUnlessOf(terms.day());
        Standing standing = terms.standing(memory.account()).withBack(holdings.leftover());
        boolean never = !terms.quotaAdmits(Standing.UNTOUCHED, permits);
        if (never || (memory.knowsRate(now) && !terms.quotaAdmits(standing, permits))) {
            return new Step.Answer(terms.quotaRefusal(standing, permits));
        }
        if (attempt > Position.MAX_WRITES) {
            return new Step.Fail(position.overtaken());
        }
        if (!position.breaker.admits(now.ticks())) {
            return new Step.Fail(Position.away());
        }
        long back = holdings.takeLeftover();
        var charge = Charge.of(new Charge.Form.Still(), terms.counts(permits, back));
        return new Step.Send(new Draft.More(charge, attempt, limits, terms.day(), permits, back));
    }

    Step taken(Draft.More more, Outcome outcome, Moment now) {
        Limits limits = more.limits();
        return switch (outcome) {
            case Outcome.Charged _ -> {
                tally.reserved.add(more.permits());
                tally.admitted.add(more.permits());
                tally.givenBack.add(more.back());
                var terms = new Terms(limits, now.time());
                yield new Step.Answer(new Reservation.Admitted(terms.states(position.standing(terms))));
            }
            case Outcome.Refused(Account seen)
            when more.charge().fits(seen) -> {
                holdings.putBack(more.day(), more.back());
                yield new Step.Fail(position.contradiction());
            }
            case Outcome.Refused(Account seen) -> {
                holdings.putBack(more.day(), more.back(), seen);
                yield ask(now, limits, more.permits(), more.attempt() + 1);
            }
            case Outcome.Conflict(var failure) -> {
                holdings.putBack(more.day(), more.back());
                yield more.attempt() < Position.MAX_WRITES
                        ? ask(now, limits, more.permits(), more.attempt() + 1)
                        : new Step.Fail(failure);
            }
            case Outcome.Declined(var failure) -> {
                holdings.putBack(more.day(), more.back());
                yield new Step.Fail(failure);
            }
            case Outcome.Unknown(var failure) -> {
                abandon(more);
                yield new Step.Fail(failure);
            }
        };
    }

    /** Nobody knows what became of it. */
    void abandon(Draft.More more) {
        tally.lost.add(more.permits());
        tally.dropped.add(more.back());
    }
}
