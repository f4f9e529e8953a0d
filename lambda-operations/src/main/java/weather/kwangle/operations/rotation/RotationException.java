package weather.kwangle.operations.rotation;

/** The rotation cannot go on. Secrets Manager begins it again; the message says what to look at and holds no key. */
public final class RotationException extends RuntimeException {
    RotationException(String message) {
        super(message);
    }
}
