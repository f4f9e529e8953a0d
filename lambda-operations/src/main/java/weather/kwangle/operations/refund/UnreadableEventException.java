package weather.kwangle.operations.refund;

/** An event that no later try can read. */
final class UnreadableEventException extends Exception {
    UnreadableEventException(String message) {
        super(message);
    }
}
