package weather.kwangle.policy;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/** Text of a file that people write, from its bytes. */
public final class Utf8Text {
    private Utf8Text() {}

    /**
     * The text; nothing is put where bytes are no text.
     *
     * @param file what messages call the file
     * @throws PolicyParseException at the first byte that is not UTF-8 (RFC 3629), with its place
     */
    public static String of(String file, byte[] bytes) throws PolicyParseException {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        // UTF-8 never has more characters than bytes.
        CharBuffer out = CharBuffer.allocate(bytes.length);
        if (decoder.decode(in, out, true).isError()) {
            String before = out.flip().toString();
            int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
            int column = before.codePointCount(before.lastIndexOf('\n') + 1, before.length()) + 1;
            throw new PolicyParseException(
                    new Place(file, line, column),
                    "byte 0x%02X is not UTF-8".formatted(bytes[in.position()]),
                    "text in UTF-8");
        }
        return out.flip().toString();
    }
}
