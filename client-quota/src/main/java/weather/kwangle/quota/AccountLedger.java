package weather.kwangle.quota;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import weather.kwangle.quota.Charge.Form;
import weather.kwangle.quota.LedgerStore.Outcome;

/**
 * The ledger as one conditional write per request.
 *
 * <p>A store cannot say {@code max(tat, now)}, so a charge has two forms, and which one fits is known only to the store.
 * The ledger guesses from the last {@code tat} it saw of the client; a refusal brings the account along, from which it
 * knows whether the form or the client was wrong. As a {@code tat} only grows while the loop keeps its {@code now}, a
 * third form is needed only when another caller came in between, and a fourth never.
 */
public final class AccountLedger implements QuotaLedger {

    private static final int MAX_WRITES = 3;
    private static final int REMEMBERED_METERS = 10_000;

    /** Counters stay for a month after their window, as the client's history. */
    private static final Duration HISTORY = Duration.ofDays(31);

    /** Old counters go together, so that a client pays an extra write about once a week and its item stays below 1 KB. */
    private static final int COUNTERS_TO_FORGET = 8;

    private final LedgerStore store;
    private final Clock clock;
    private final RecentMap<Meter, Long> lastTats = new RecentMap<>(REMEMBERED_METERS);

    /** @param clock what the day is, and how much of the rate has come back; near the other callers' clocks */
    public AccountLedger(LedgerStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    private record Meter(String clientId, String attribute) {}

    @Override
    public Reservation reserve(String clientId, Limits limits, long permits) {
        if (permits < 1) {
            throw new IllegalArgumentException("permits is " + permits + ", expected at least 1");
        }
        Instant now = clock.instant();
        var terms = new Terms(limits, now);
        if (!terms.quotaAdmits(Account.EMPTY, permits)) {
            return terms.refusal(store.read(clientId), permits);
        }
        var meter = new Meter(clientId, Account.TAT);
        return switch (settle(meter, terms.rate(), terms.counts(permits), now)) {
            case Outcome.Charged(Account account) -> {
                forgetOldCounters(clientId, account, now);
                yield new Reservation.Admitted(terms.states(account));
            }
            case Outcome.Refused(Account account) -> terms.refusal(account, permits);
        };
    }

    @Override
    public Reservation inspect(String clientId, Limits limits) {
        Instant now = clock.instant();
        var terms = new Terms(limits, now);
        return switch (settle(new Meter(clientId, Account.USAGE_TAT), Terms.USAGE, List.of(), now)) {
            case Outcome.Charged(Account account) -> new Reservation.Admitted(terms.states(account));
            case Outcome.Refused(Account account) -> terms.usageRefusal(account);
        };
    }

    /** Forgets what was seen of accounts. */
    public void forget() {
        lastTats.clear();
    }

    /** Charges one permit of a meter and the counts with it; the refusal, if it is one, is the client's. */
    private Outcome settle(Meter meter, Gcra rate, List<Charge.Count> counts, Instant at) {
        long now = Terms.nanos(at);
        long tat = lastTats.get(meter).orElse(0L);
        for (int writes = 0; writes < MAX_WRITES; writes++) {
            var charge = new Charge(meter.attribute(), rate.cost(1), form(rate, tat, now), counts);
            Outcome outcome = store.charge(meter.clientId(), charge);
            Account account = outcome.account();
            tat = account.tat(meter.attribute());
            lastTats.put(meter, tat);
            if (outcome instanceof Outcome.Charged || !fits(rate, tat, now, counts, account)) {
                return outcome;
            }
        }
        throw new LedgerUnavailableException("the account of " + meter.clientId() + " refused " + MAX_WRITES
                + " charges that it had room for; something other than the ledger writes to it");
    }

    private static Form form(Gcra rate, long tat, long now) {
        return tat > now ? new Form.Busy(now, rate.latest(now, 1)) : new Form.Idle(now);
    }

    private static boolean fits(Gcra rate, long tat, long now, List<Charge.Count> counts, Account account) {
        return rate.admits(tat, now, 1) && counts.stream().allMatch(count -> count.fits(account));
    }

    private void forgetOldCounters(String clientId, Account account, Instant now) {
        Set<String> old = account.endedBy(now.minus(HISTORY));
        if (old.size() < COUNTERS_TO_FORGET) {
            return;
        }
        try {
            store.forget(clientId, old);
        } catch (LedgerUnavailableException ignored) {
            // The request is paid for and admitted; the next one finds the same counters again.
        }
    }
}
