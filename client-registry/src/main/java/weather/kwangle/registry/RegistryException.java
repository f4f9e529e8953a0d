package weather.kwangle.registry;

/** A command that cannot be carried out as things stand; the message says what was found and what to do. */
public final class RegistryException extends RuntimeException {
    public RegistryException(String message) {
        super(message);
    }

    public RegistryException(String message, Throwable cause) {
        super(message, cause);
    }
}
