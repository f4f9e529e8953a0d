package weather.kwangle.policy.explain;

/** A token that cannot be read. The message says nothing of its content. */
public final class TokenException extends Exception {
    TokenException(String message) {
        super(message);
    }
}
