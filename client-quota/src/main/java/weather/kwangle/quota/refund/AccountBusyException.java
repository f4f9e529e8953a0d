package weather.kwangle.quota.refund;

import weather.kwangle.quota.LedgerUnavailableException;

/** Others were writing to a client's account for too long. The table is there, for this client in a moment too. */
public final class AccountBusyException extends LedgerUnavailableException {

    public AccountBusyException(String message) {
        super(message);
    }
}
