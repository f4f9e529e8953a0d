package weather.kwangle.authorizer.policy;

import java.util.Arrays;
import weather.kwangle.policy.PolicyParseException;
import weather.kwangle.policy.Utf8Text;

/** What a source held at one time. */
final class Document {
    private final byte[] bytes;
    private final String revision;

    /** @param revision what the source calls this state of the document, empty if it has no name for it */
    Document(byte[] bytes, String revision) {
        this.bytes = bytes;
        this.revision = revision;
    }

    String revision() {
        return revision;
    }

    int length() {
        return bytes.length;
    }

    boolean hasTheBytesOf(Document other) {
        return Arrays.equals(bytes, other.bytes);
    }

    /**
     * The text.
     *
     * @param name what the message calls the document
     * @throws PolicyParseException if it is not UTF-8
     */
    String text(String name) throws PolicyParseException {
        return Utf8Text.of(name, bytes);
    }
}
