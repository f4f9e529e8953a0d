package weather.kwangle.registry.command;

/** Something the caller asked for that cannot be, whatever the table says: what was wrong, what was expected, what to do. */
final class UsageException extends Exception {
    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
