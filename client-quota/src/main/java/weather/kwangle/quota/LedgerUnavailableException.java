package weather.kwangle.quota;

/**
 * The table behind the ledger and the registry did not answer in time, refused to answer or holds what we cannot read.
 * Always our failure, never the client's.
 */
public class LedgerUnavailableException extends RuntimeException {

    public LedgerUnavailableException(String message) {
        super(message);
    }

    public LedgerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
