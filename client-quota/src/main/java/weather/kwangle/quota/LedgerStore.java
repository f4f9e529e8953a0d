package weather.kwangle.quota;

import java.time.Duration;
import java.util.Set;

/** Where accounts are kept. Each method is atomic for its client. */
public interface LedgerStore {

    /**
     * Makes the charge if its conditions hold. Never tried twice: if the answer is lost, it may count.
     *
     * @throws LedgerUnavailableException if the account holds what cannot be read; the charge may count
     */
    Outcome charge(String clientId, Charge charge);

    /**
     * The account as of the last charge; empty for a client that has none.
     *
     * @throws LedgerUnavailableException if there is no answer
     */
    Account read(String clientId);

    /**
     * Removes counters of windows that are over.
     *
     * @throws LedgerUnavailableException if there is no answer
     */
    void forget(String clientId, Set<String> attributes);

    /** The same store for who waits no longer than that for an answer; one that answers at once stays as it is. */
    default LedgerStore within(Duration atMost) {
        return this;
    }

    /** What became of a charge. */
    sealed interface Outcome {

        /** The charge is made; the account holds it. */
        record Charged(Account account) implements Outcome {}

        /** A condition did not hold; the account is the one that was compared. Nothing was taken. */
        record Refused(Account account) implements Outcome {}

        /** A transaction was at the same item; nothing was taken, and the same charge may be sent again. */
        record Conflict(LedgerUnavailableException failure) implements Outcome {}

        /** The store is there and will not: too much is asked of it, or we may not ask. Nothing was taken. */
        record Declined(LedgerUnavailableException failure) implements Outcome {}

        /** No answer, or none that says what happened: the charge may count, now or a little later. */
        record Unknown(LedgerUnavailableException failure) implements Outcome {}
    }
}
