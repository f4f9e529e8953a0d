package weather.kwangle.quota.batch;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import weather.kwangle.quota.Account;

/** Counters in memory. */
final class InMemoryBatchStore implements BatchStore {

    private final Map<String, Account> accounts = new HashMap<>();

    @Override
    public synchronized Attempt take(String clientId, List<Share> shares) {
        Account account = account(clientId);
        if (!shares.stream().allMatch(share -> share.fits(account))) {
            return new Attempt.Refused(account);
        }
        var numbers = new HashMap<>(account.numbers());
        shares.forEach(share -> numbers.merge(share.window().attribute(), share.permits(), Long::sum));
        var after = new Account(numbers);
        accounts.put(clientId, after);
        return new Attempt.Taken(after);
    }

    synchronized Account account(String clientId) {
        return accounts.getOrDefault(clientId, Account.EMPTY);
    }
}
