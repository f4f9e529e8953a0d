package weather.kwangle.gateway;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import weather.kwangle.gateway.usage.Accounts;
import weather.kwangle.quota.Account;
import weather.kwangle.quota.Charge;
import weather.kwangle.quota.InMemoryLedgerStore;
import weather.kwangle.quota.LedgerStore;
import weather.kwangle.quota.LedgerUnavailableException;

/** Accounts as the gateway reads and charges them; can be away, or wait with its answer. */
final class AccountsInMemory implements LedgerStore, Accounts {
    private volatile LedgerStore accounts = new InMemoryLedgerStore();
    private volatile boolean away;
    private volatile Runnable beforeTaking = () -> {};

    @Override
    public Outcome charge(String clientId, Charge charge) {
        beforeTaking.run();
        return away ? new Outcome.Unknown(failure()) : accounts.charge(clientId, charge);
    }

    @Override
    public Account read(String clientId) {
        if (away) {
            throw failure();
        }
        return accounts.read(clientId);
    }

    @Override
    public void forget(String clientId, Set<String> attributes) {
        accounts.forget(clientId, attributes);
    }

    @Override
    public Account of(String clientId) {
        return read(clientId);
    }

    void set(String clientId, Map<String, Long> numbers) {
        accounts.forget(clientId, accounts.read(clientId).numbers().keySet());
        List<Charge.Count> counts = numbers.entrySet().stream()
                .map(number -> new Charge.Count(number.getKey(), number.getValue(), OptionalLong.empty()))
                .toList();
        accounts.charge(clientId, Charge.of(new Charge.Form.Still(), counts));
    }

    void away(boolean isAway) {
        away = isAway;
    }

    void beforeTaking(Runnable action) {
        beforeTaking = action;
    }

    void reset() {
        away = false;
        beforeTaking = () -> {};
        accounts = new InMemoryLedgerStore();
    }

    private static LedgerUnavailableException failure() {
        return new LedgerUnavailableException("the table is away");
    }
}
