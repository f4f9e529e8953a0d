package weather.kwangle.gateway.usage;

import weather.kwangle.quota.Account;
import weather.kwangle.quota.LedgerUnavailableException;

/** Where clients' accounts are read. */
@FunctionalInterface
public interface Accounts {

    /**
     * The account as of its last change.
     *
     * @throws LedgerUnavailableException if the table does not answer
     */
    Account of(String clientId);
}
