package weather.kwangle.authorizer.json;

/** Text that is not the JSON that is accepted here. The message says what and where, and quotes nothing of the text. */
public final class JsonFormatException extends Exception {
    JsonFormatException(String what, int offset) {
        super(what + " at offset " + offset, null, false, false);
    }
}
