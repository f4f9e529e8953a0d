package weather.kwangle.authorizer.signing;

/** The shared key cannot be had or read: our failure, never the client's. */
public final class SigningKeyUnavailableException extends RuntimeException {
    public SigningKeyUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
