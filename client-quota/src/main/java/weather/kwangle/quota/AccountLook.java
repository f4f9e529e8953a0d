package weather.kwangle.quota;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import weather.kwangle.quota.LedgerStore.Outcome;

/**
 * Looks at the account, which have a small rate of their own. A refused look is remembered as the account is, so that a
 * flood of them makes no writes. Not safe for use by several threads.
 */
final class AccountLook {

    /** A store that declines is left alone for that long. */
    private static final long DECLINED_MEMORY = Duration.ofMillis(100).toNanos();

    private final Position position;
    private @Nullable LedgerUnavailableException declined;
    private long declinedUntil;

    AccountLook(Position position) {
        this.position = position;
    }

    Step ask(Moment now, Limits limits) {
        return ask(now, limits, 1);
    }

    private Step ask(Moment now, Limits limits, int attempt) {
        long known = position.memory.account().tat(Account.USAGE_TAT);
        if (position.memory.knowsRate(now) && !Terms.USAGE.admits(known, now.nanos(), 1)) {
            var terms = new Terms(limits, now.time());
            return new Step.Answer(terms.usageRefusal(position.standing(terms), known));
        }
        if (declined != null && now.before(declinedUntil)) {
            return new Step.Fail(declined);
        }
        if (attempt > Position.MAX_WRITES) {
            return new Step.Fail(position.overtaken());
        }
        if (!position.breaker.admits(now.ticks())) {
            return new Step.Fail(Position.away());
        }
        var charge = Charge.of(position.form(Account.USAGE_TAT, Terms.USAGE, now, 1), List.of());
        return new Step.Send(new Draft.Look(charge, attempt, limits));
    }

    Step taken(Draft.Look look, Outcome outcome, Moment now) {
        var terms = new Terms(look.limits(), now.time());
        return switch (outcome) {
            case Outcome.Charged _ -> new Step.Answer(new Reservation.Admitted(terms.states(position.standing(terms))));
            case Outcome.Refused _ -> ask(now, look.limits(), look.attempt() + 1);
            case Outcome.Conflict(var failure) ->
                look.attempt() < Position.MAX_WRITES
                        ? ask(now, look.limits(), look.attempt() + 1)
                        : new Step.Fail(failure);
            case Outcome.Declined(var failure) -> {
                declined = failure;
                declinedUntil = now.ticks() + DECLINED_MEMORY;
                yield new Step.Fail(failure);
            }
            case Outcome.Unknown(var failure) -> new Step.Fail(failure);
        };
    }
}
