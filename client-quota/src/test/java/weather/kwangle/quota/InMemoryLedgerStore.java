package weather.kwangle.quota;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import weather.kwangle.quota.Charge.Form;

/** A store that keeps accounts in memory and counts what it is asked. */
public final class InMemoryLedgerStore implements LedgerStore {

    private final Map<String, Account> accounts = new ConcurrentHashMap<>();
    private final AtomicInteger charges = new AtomicInteger();
    private final AtomicInteger forgotten = new AtomicInteger();

    @Override
    public Outcome charge(String clientId, Charge charge) {
        charges.incrementAndGet();
        var outcome = new Outcome[1];
        accounts.compute(clientId, (id, old) -> {
            Account before = old == null ? Account.EMPTY : old;
            if (!holds(charge, before)) {
                outcome[0] = new Outcome.Refused(before);
                return old;
            }
            Account after = charged(charge, before);
            outcome[0] = new Outcome.Charged(after);
            return after;
        });
        return outcome[0];
    }

    @Override
    public Account read(String clientId) {
        return accounts.getOrDefault(clientId, Account.EMPTY);
    }

    @Override
    public void forget(String clientId, Set<String> windows) {
        forgotten.incrementAndGet();
        accounts.computeIfPresent(clientId, (id, account) -> {
            var numbers = new HashMap<>(account.numbers());
            numbers.keySet().removeAll(windows);
            return new Account(numbers);
        });
    }

    int charges() {
        return charges.get();
    }

    int forgotten() {
        return forgotten.get();
    }

    private static boolean holds(Charge charge, Account account) {
        boolean meter = switch (charge.form()) {
            case Form.Idle(long now) -> account.tat(charge.meter()) <= now;
            case Form.Busy(long now, long latest) ->
                account.tat(charge.meter()) >= now && account.tat(charge.meter()) <= latest;
        };
        return meter && charge.counts().stream().allMatch(count -> count.fits(account));
    }

    private static Account charged(Charge charge, Account account) {
        var numbers = new HashMap<>(account.numbers());
        switch (charge.form()) {
            case Form.Idle(long now) -> numbers.put(charge.meter(), now + charge.cost());
            case Form.Busy busy -> numbers.merge(charge.meter(), charge.cost(), Long::sum);
        }
        charge.counts().forEach(count -> numbers.merge(count.window(), count.permits(), Long::sum));
        return new Account(numbers);
    }
}
