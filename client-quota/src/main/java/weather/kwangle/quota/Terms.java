package weather.kwangle.quota;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A client's limits at one moment: what a request has to fit into, and how an account reads against it. */
final class Terms {

    /** How often a client may look at its account. */
    static final Gcra USAGE = Gcra.of(1, 5);

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Gcra rate;
    private final Instant now;
    private final Tier day;
    private final Tier month;

    Terms(Limits limits, Instant now) {
        this.rate = Gcra.of(limits.ratePerSecond(), limits.burst());
        this.now = now;
        this.day = new Tier("day", CalendarWindow.dayOf(now), limits.day());
        this.month = new Tier("month", CalendarWindow.monthOf(now), limits.month());
    }

    /** A calendar window and its limit, if the plan has one; counted in any case, so that a plan can get one later. */
    private record Tier(String name, CalendarWindow window, OptionalLong limit) {

        Charge.Count count(long permits) {
            OptionalLong ceiling = limit.isPresent() ? OptionalLong.of(limit.getAsLong() - permits) : limit;
            return new Charge.Count(window.attribute(), permits, ceiling);
        }

        boolean admits(Account account, long permits) {
            return limit.isEmpty()
                    || (permits <= limit.getAsLong() && count(permits).fits(account));
        }

        Optional<LimitState> state(Account account, Instant now) {
            if (limit.isEmpty()) {
                return Optional.empty();
            }
            long quota = limit.getAsLong();
            long remaining = Math.max(0, quota - account.taken(window.attribute()));
            return Optional.of(new LimitState(name, quota, window.seconds(), remaining, window.secondsLeft(now)));
        }
    }

    Gcra rate() {
        return rate;
    }

    List<Charge.Count> counts(long permits) {
        return List.of(day.count(permits), month.count(permits));
    }

    /** Whether day and month have room for that many permits. */
    boolean quotaAdmits(Account account, long permits) {
        return day.admits(account, permits) && month.admits(account, permits);
    }

    List<LimitState> states(Account account) {
        var states = new ArrayList<LimitState>();
        states.add(rateState(account));
        day.state(account, now).ifPresent(states::add);
        month.state(account, now).ifPresent(states::add);
        return states;
    }

    /** Why an account has no room for that many permits. Quota comes before rate, because it lasts longer. */
    Reservation refusal(Account account, long permits) {
        List<LimitState> states = states(account);
        return List.of(day, month).stream()
                .filter(tier -> !tier.admits(account, permits))
                .flatMap(tier -> tier.state(account, now).stream())
                .max(Comparator.comparingLong(LimitState::resetSeconds))
                .<Reservation>map(violated -> new Reservation.QuotaExceeded(states, violated))
                .orElseGet(() -> new Reservation.RateLimited(states, states.getFirst()));
    }

    /** The refusal of a look at the account. */
    Reservation usageRefusal(Account account) {
        LimitState usage = meterState("usage", USAGE, account.tat(Account.USAGE_TAT));
        List<LimitState> states = new ArrayList<>(states(account));
        states.add(usage);
        return new Reservation.RateLimited(states, usage);
    }

    private LimitState rateState(Account account) {
        return meterState("rate", rate, account.tat(Account.TAT));
    }

    private LimitState meterState(String name, Gcra meter, long tat) {
        long nanos = nanos(now);
        return new LimitState(
                name,
                meter.burst(),
                Math.ceilDiv(meter.window(), NANOS_PER_SECOND),
                meter.remaining(tat, nanos),
                Math.ceilDiv(meter.untilNext(tat, nanos), NANOS_PER_SECOND));
    }

    static long nanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND), instant.getNano());
    }
}
