package weather.kwangle.authorizer.policy;

/** A document that was read and is not what it has to be. The message is one line that says where and why. */
final class UnusableDocumentException extends Exception {
    UnusableDocumentException(String message) {
        super(message, null, false, false);
    }
}
