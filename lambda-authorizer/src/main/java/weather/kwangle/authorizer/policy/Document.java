package weather.kwangle.authorizer.policy;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

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
     * @throws UnusableDocumentException if it is not UTF-8
     */
    String text(String name) throws UnusableDocumentException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        // UTF-8 never has more characters than bytes.
        CharBuffer out = CharBuffer.allocate(bytes.length);
        if (decoder.decode(in, out, true).isError()) {
            String before = out.flip().toString();
            long line = before.chars().filter(c -> c == '\n').count() + 1;
            int column = before.codePointCount(before.lastIndexOf('\n') + 1, before.length()) + 1;
            throw new UnusableDocumentException("%s:%d:%d: byte 0x%02X is not UTF-8, expected text in UTF-8"
                    .formatted(name, line, column, bytes[in.position()]));
        }
        return out.flip().toString();
    }
}
