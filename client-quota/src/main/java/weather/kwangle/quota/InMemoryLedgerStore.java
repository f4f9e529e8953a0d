package weather.kwangle.quota;

import java.util.HashMap;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import weather.kwangle.quota.Charge.Form;

/** A store that keeps accounts in memory and counts what it is asked: for tests and benchmarks of one process. */
public final class InMemoryLedgerStore implements LedgerStore {

    private final ConcurrentMap<String, Account> accounts = new ConcurrentHashMap<>();
    private final AtomicInteger charges = new AtomicInteger();
    private final AtomicInteger forgotten = new AtomicInteger();

    @Override
    public Outcome charge(String clientId, Charge charge) {
        charges.incrementAndGet();
        var outcome = new Outcome[1];
        accounts.compute(clientId, (id, old) -> {
            Account before = old == null ? Account.EMPTY : old;
            if (!charge.fits(before)) {
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
    public void forget(String clientId, Set<String> attributes) {
        forgotten.incrementAndGet();
        accounts.computeIfPresent(clientId, (id, account) -> {
            var numbers = new HashMap<>(account.numbers());
            numbers.keySet().removeAll(attributes);
            return new Account(numbers);
        });
    }

    /** Charges asked for so far, refused ones included. */
    public int charges() {
        return charges.get();
    }

    /** How often it was asked to forget. */
    public int forgotten() {
        return forgotten.get();
    }

    private static Account charged(Charge charge, Account account) {
        var numbers = new HashMap<>(account.numbers());
        switch (charge.form()) {
            case Form.Idle(String name, long now, long cost) -> numbers.put(name, now + cost);
            case Form.Busy busy -> numbers.merge(busy.meter(), busy.cost(), Long::sum);
            case Form.Still() -> {}
        }
        charge.counts().forEach(count -> numbers.merge(count.window(), count.permits(), Long::sum));
        charge.rank().ifPresent(name -> numbers.merge(name, 1L, Long::sum));
        numbers.keySet().removeAll(charge.forget());
        return new Account(numbers);
    }
}
