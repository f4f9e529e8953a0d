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

    /**
     * How a client stands: what an account says, less what the caller knows better.
     *
     * @param tat the theoretical arrival time
     * @param day permits taken of the day
     * @param month permits taken of the month
     */
    record Standing(long tat, long day, long month) {

        /** The same with permits of day and month given back. */
        Standing withBack(long permits) {
            return new Standing(tat, day - permits, month - permits);
        }
    }

    /** A calendar window and its limit, if the plan has one; counted in any case, so that a plan can get one later. */
    private record Tier(String name, CalendarWindow window, OptionalLong limit) {

        Charge.Count count(long permits, long back) {
            OptionalLong ceiling = limit.isPresent() ? OptionalLong.of(limit.getAsLong() - permits + back) : limit;
            return new Charge.Count(window.attribute(), permits - back, ceiling);
        }

        boolean admits(long taken, long permits) {
            return limit.isEmpty() || (permits <= limit.getAsLong() && taken <= limit.getAsLong() - permits);
        }

        long room(long taken) {
            return limit.isEmpty() ? Long.MAX_VALUE : Math.max(0, limit.getAsLong() - Math.max(0, taken));
        }

        Optional<LimitState> state(long taken, Instant now) {
            return limit.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new LimitState(
                            name, limit.getAsLong(), window.seconds(), room(taken), window.secondsLeft(now)));
        }
    }

    Gcra rate() {
        return rate;
    }

    CalendarWindow day() {
        return day.window();
    }

    CalendarWindow month() {
        return month.window();
    }

    Standing standing(Account account) {
        return new Standing(
                account.tat(Account.TAT),
                account.taken(day.window().attribute()),
                account.taken(month.window().attribute()));
    }

    /**
     * What to take of day and month.
     *
     * @param permits new ones
     * @param back of earlier ones, taken in the same windows and never used
     */
    List<Charge.Count> counts(long permits, long back) {
        return List.of(day.count(permits, back), month.count(permits, back));
    }

    /** Permits that day and month have left, 0 or more. */
    long quotaRoom(Standing standing) {
        return Math.min(day.room(standing.day()), month.room(standing.month()));
    }

    List<LimitState> states(Standing standing) {
        return states(rateState(standing.tat()), standing);
    }

    private List<LimitState> states(LimitState rateState, Standing standing) {
        var states = new ArrayList<LimitState>();
        states.add(rateState);
        day.state(standing.day(), now).ifPresent(states::add);
        month.state(standing.month(), now).ifPresent(states::add);
        return states;
    }

    /** Why day or month have no room for a permit. */
    Reservation.QuotaExceeded quotaRefusal(Standing standing) {
        var exceeded = new ArrayList<LimitState>();
        if (!day.admits(standing.day(), 1)) {
            day.state(standing.day(), now).ifPresent(exceeded::add);
        }
        if (!month.admits(standing.month(), 1)) {
            month.state(standing.month(), now).ifPresent(exceeded::add);
        }
        LimitState violated = exceeded.stream()
                .max(Comparator.comparingLong(LimitState::resetSeconds))
                .orElseThrow(() -> new IllegalStateException("day and month have room"));
        return new Reservation.QuotaExceeded(states(standing), violated);
    }

    /**
     * The refusal of a client that is too fast.
     *
     * @param nanos how long it is refused at least
     */
    Reservation.RateLimited rateRefusal(Standing standing, long nanos) {
        long nextPermit = Math.max(0, Math.max(standing.tat(), nanos(now)) - rate.latest(nanos(now), 1));
        long seconds = Math.max(1, Math.ceilDiv(Math.max(nanos, nextPermit), NANOS_PER_SECOND));
        var violated = new LimitState("rate", rate.burst(), windowSeconds(rate), 0, seconds);
        return new Reservation.RateLimited(states(violated, standing), violated);
    }

    /** The refusal of a look at the account. */
    Reservation usageRefusal(Standing standing, long usageTat) {
        LimitState usage = meterState("usage", USAGE, usageTat);
        List<LimitState> states = new ArrayList<>(states(standing));
        states.add(usage);
        return new Reservation.RateLimited(states, usage);
    }

    private LimitState rateState(long tat) {
        return meterState("rate", rate, tat);
    }

    private LimitState meterState(String name, Gcra meter, long tat) {
        long nanos = nanos(now);
        return new LimitState(
                name,
                meter.burst(),
                windowSeconds(meter),
                meter.remaining(tat, nanos),
                Math.ceilDiv(meter.untilNext(tat, nanos), NANOS_PER_SECOND));
    }

    private static long windowSeconds(Gcra meter) {
        return Math.ceilDiv(meter.window(), NANOS_PER_SECOND);
    }

    static long nanos(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND), instant.getNano());
    }
}
