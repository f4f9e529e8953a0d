package weather.kwangle.quota.batch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import weather.kwangle.quota.Account;
import weather.kwangle.quota.CalendarWindow;
import weather.kwangle.quota.Charge;
import weather.kwangle.quota.LedgerStore;
import weather.kwangle.quota.LedgerStore.Outcome;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.LimitState;
import weather.kwangle.quota.RecentMap;

/**
 * Takes the permits of day and month that a batch needs beyond its first. The rate is paid with the first: a batch is one
 * request. One conditional write takes from both windows or from neither; day and month so stay exact.
 *
 * <p>Safe for use by several threads at once.
 */
public final class BatchLedger {

    /** Attempts in a row that meet a running transaction. */
    private static final int MAX_CONFLICTS = 5;

    /** For so long a refusal counts without a write or a read, so that a flood of batches that do not fit costs neither. */
    private static final Duration REMEMBERED = Duration.ofSeconds(1);

    private static final int REMEMBERED_CLIENTS = 10_000;

    private final LedgerStore store;
    private final Clock clock;
    private final RecentMap<String, Known> refusals = new RecentMap<>(REMEMBERED_CLIENTS);

    /** That more permits than fit were refused. */
    private record Known(Taking.Refused refusal, OptionalLong day, OptionalLong month, Instant at) {

        boolean tells(OptionalLong dayNow, OptionalLong monthNow, long permits, Instant now) {
            return permits > refusal.fits()
                    && day.equals(dayNow)
                    && month.equals(monthNow)
                    && !now.isBefore(at)
                    && now.isBefore(at.plus(REMEMBERED))
                    && utcDay(at).equals(utcDay(now));
        }
    }

    /** @param clock what the day is */
    public BatchLedger(LedgerStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * Takes them all or none.
     *
     * @param day permits of the plan's day; empty for no limit
     * @param month the same of its month
     * @param permits at least 1
     * @throws IllegalArgumentException if {@code permits} is below 1
     * @throws LedgerUnavailableException if the table cannot answer; they may then be taken, and count as spent
     */
    public Taking take(String clientId, OptionalLong day, OptionalLong month, long permits) {
        if (permits < 1) {
            throw new IllegalArgumentException("permits is " + permits + ", expected at least 1");
        }
        Instant now = clock.instant();
        Optional<Known> known = refusals.get(clientId).filter(each -> each.tells(day, month, permits, now));
        if (known.isPresent()) {
            Taking.Refused refusal = known.get().refusal();
            return new Taking.Refused(refusal.fits(), refusal.limits(), refusal.violated(), true);
        }
        Taking taking = ask(clientId, day, month, permits, now);
        if (taking instanceof Taking.Refused refusal) {
            refusals.put(clientId, new Known(refusal, day, month, now));
        }
        return taking;
    }

    private Taking ask(String clientId, OptionalLong day, OptionalLong month, long permits, Instant now) {
        LocalDate today = utcDay(now);
        var tiers = List.of(
                new Tier("day", CalendarWindow.dayOf(today), day),
                new Tier("month", CalendarWindow.monthOf(today), month));
        if (tiers.stream().anyMatch(tier -> tier.neverHas(permits))) {
            return refusal(tiers, permits, store.read(clientId), now);
        }
        var charge = Charge.of(
                new Charge.Form.Still(),
                tiers.stream().map(tier -> tier.count(permits)).toList());
        return switch (send(clientId, charge)) {
            case Outcome.Charged(Account account) -> new Taking.Taken(today, states(tiers, account, now));
            case Outcome.Refused(Account account) -> refusal(tiers, permits, account, now);
            case Outcome.Conflict(var failure) -> throw failure;
            case Outcome.Declined(var failure) -> throw failure;
            case Outcome.Unknown(var failure) -> throw failure;
        };
    }

    /** A charge that met a transaction had no effect and is sent again. */
    private Outcome send(String clientId, Charge charge) {
        Outcome outcome = store.charge(clientId, charge);
        for (int conflicts = 1; outcome instanceof Outcome.Conflict && conflicts < MAX_CONFLICTS; conflicts++) {
            outcome = store.charge(clientId, charge);
        }
        return outcome;
    }

    /** A window and its limit, if the plan has one. */
    private record Tier(String name, CalendarWindow window, OptionalLong limit) {

        /** Whether not even an untouched account has as many. */
        boolean neverHas(long permits) {
            return limit.isPresent() && permits > limit.getAsLong();
        }

        Charge.Count count(long permits) {
            OptionalLong ceiling = limit.isPresent() ? OptionalLong.of(limit.getAsLong() - permits) : limit;
            return new Charge.Count(window.attribute(), permits, ceiling);
        }

        long room(Account account) {
            return Math.max(0, limit.orElse(Long.MAX_VALUE) - account.taken(window));
        }

        Optional<LimitState> state(Account account, Instant now) {
            return limit.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new LimitState(
                            name, limit.getAsLong(), window.seconds(), room(account), window.secondsLeft(now)));
        }
    }

    private static LocalDate utcDay(Instant time) {
        return LocalDate.ofInstant(time, ZoneOffset.UTC);
    }

    private static List<LimitState> states(List<Tier> tiers, Account account, Instant now) {
        return tiers.stream().flatMap(tier -> tier.state(account, now).stream()).toList();
    }

    private static Taking.Refused refusal(List<Tier> tiers, long permits, Account account, Instant now) {
        LimitState violated = tiers.stream()
                .flatMap(tier -> tier.state(account, now).stream())
                .filter(state -> state.remaining() < permits)
                .max(Comparator.comparingLong(LimitState::resetSeconds))
                .orElseThrow(() -> new LedgerUnavailableException(
                        "the table refused permits that the account has room for: " + account));
        long fits = tiers.stream().mapToLong(tier -> tier.room(account)).min().orElse(0);
        return new Taking.Refused(fits, states(tiers, account, now), violated);
    }
}
