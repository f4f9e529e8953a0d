package weather.kwangle.quota;

import java.util.Set;

/** Where accounts are kept. Each method is atomic for its client and throws {@link LedgerUnavailableException} if it fails. */
public interface LedgerStore {

    /** Makes the charge if its conditions hold. Never tried twice: if the answer is lost, it may count. */
    Outcome charge(String clientId, Charge charge);

    /** The account as of the last charge; empty for a client that has none. */
    Account read(String clientId);

    /** Removes counters of windows that are over. */
    void forget(String clientId, Set<String> windows);

    /** What became of a charge. */
    sealed interface Outcome {

        /** The account as the answer found it. */
        Account account();

        /** The charge is made; the account holds it. */
        record Charged(Account account) implements Outcome {}

        /** A condition did not hold; the account is the one that was compared. */
        record Refused(Account account) implements Outcome {}
    }
}
