package weather.kwangle.gateway;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import weather.kwangle.gateway.usage.Accounts;
import weather.kwangle.quota.Account;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.batch.BatchStore;

/** Accounts as the gateway reads and charges them; can be away, or wait with its answer. */
final class AccountsInMemory implements BatchStore, Accounts {
    private final Map<String, Account> accounts = new HashMap<>();
    private volatile boolean away;
    private volatile Runnable beforeTaking = () -> {};

    @Override
    public Attempt take(String clientId, List<Share> shares) {
        beforeTaking.run();
        synchronized (this) {
            Account account = of(clientId);
            if (!shares.stream().allMatch(share -> share.fits(account))) {
                return new Attempt.Refused(account);
            }
            var numbers = new HashMap<>(account.numbers());
            shares.forEach(share -> numbers.merge(share.window().attribute(), share.permits(), Long::sum));
            accounts.put(clientId, new Account(numbers));
            return new Attempt.Taken(new Account(numbers));
        }
    }

    @Override
    public synchronized Account of(String clientId) {
        if (away) {
            throw new LedgerUnavailableException("the table is away");
        }
        return accounts.getOrDefault(clientId, Account.EMPTY);
    }

    synchronized void set(String clientId, Map<String, Long> numbers) {
        accounts.put(clientId, new Account(numbers));
    }

    void away(boolean isAway) {
        away = isAway;
    }

    void beforeTaking(Runnable action) {
        beforeTaking = action;
    }

    synchronized void reset() {
        away = false;
        beforeTaking = () -> {};
        accounts.clear();
    }
}
