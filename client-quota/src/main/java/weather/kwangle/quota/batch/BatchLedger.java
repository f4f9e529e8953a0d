package weather.kwangle.quota.batch;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import weather.kwangle.quota.Account;
import weather.kwangle.quota.CalendarWindow;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.LimitState;
import weather.kwangle.quota.batch.BatchStore.Attempt;
import weather.kwangle.quota.batch.BatchStore.Share;

/**
 * Takes the permits of day and month that a batch needs beyond its first. The rate is paid with the first: a batch is one
 * request. One conditional write takes from both windows or from neither; day and month so stay exact.
 *
 * <p>Safe for use by several threads at once.
 */
public final class BatchLedger {

    /** Attempts in a row that meet a running transaction. */
    private static final int MAX_CONFLICTS = 5;

    private final BatchStore store;
    private final Clock clock;

    /** @param clock what the day is */
    public BatchLedger(BatchStore store, Clock clock) {
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
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        var tiers = List.of(
                new Tier("day", new Share(CalendarWindow.dayOf(today), permits, day)),
                new Tier("month", new Share(CalendarWindow.monthOf(today), permits, month)));
        List<Share> shares = tiers.stream().map(Tier::share).toList();
        for (int conflicts = 0; conflicts < MAX_CONFLICTS; conflicts++) {
            switch (store.take(clientId, shares)) {
                case Attempt.Taken(Account account) -> {
                    return new Taking.Taken(today, states(tiers, account, now));
                }
                case Attempt.Refused(Account account) -> {
                    return refusal(tiers, account, now);
                }
                case Attempt.Conflict() -> {
                    // Without effect, so once more.
                }
            }
        }
        throw new LedgerUnavailableException(
                "the account of " + clientId + " was being written to " + MAX_CONFLICTS + " times in a row");
    }

    private record Tier(String name, Share share) {

        Optional<LimitState> state(Account account, Instant now) {
            if (share.limit().isEmpty()) {
                return Optional.empty();
            }
            CalendarWindow window = share.window();
            return Optional.of(new LimitState(
                    name, share.limit().getAsLong(), window.seconds(), share.room(account), window.secondsLeft(now)));
        }
    }

    private static List<LimitState> states(List<Tier> tiers, Account account, Instant now) {
        return tiers.stream().flatMap(tier -> tier.state(account, now).stream()).toList();
    }

    private static Taking refusal(List<Tier> tiers, Account account, Instant now) {
        Stream<Tier> full = tiers.stream().filter(tier -> !tier.share().fits(account));
        LimitState violated = full.flatMap(tier -> tier.state(account, now).stream())
                .max(Comparator.comparingLong(LimitState::resetSeconds))
                .orElseThrow(() -> new LedgerUnavailableException(
                        "the table refused permits that the account has room for: " + account));
        long fits = tiers.stream()
                .mapToLong(tier -> tier.share().room(account))
                .min()
                .orElse(0);
        return new Taking.Refused(fits, states(tiers, account, now), violated);
    }
}
