package weather.kwangle.authorizer.json;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A reader of RFC 8259 that takes nothing else: no byte order mark, no member twice at any level (RFC 7515 section 4 and
 * RFC 7519 section 4 let a reader refuse them; readers that do not can be made to disagree), no nesting beyond a bound,
 * no number of more than 32 characters.
 *
 * <p>Objects are {@link Map}, arrays {@link List}, strings {@link String}, truth values {@link Boolean}, numbers {@link
 * Long} where they are whole and fit and else {@link BigDecimal}, null is {@link Optional#empty()}; so that no null is
 * handed out.
 */
public final class StrictJson {
    private static final int MAX_NUMBER = 32;

    /** A byte of each value in a word of eight. */
    private static final long EACH = 0x0101_0101_0101_0101L;

    private static final long HIGH_BITS = 0x8080_8080_8080_8080L;

    private final byte[] utf8;
    private final ByteBuffer words;
    private final int maxDepth;
    private int at;

    private StrictJson(byte[] utf8, int maxDepth) {
        this.utf8 = utf8;
        this.words = ByteBuffer.wrap(utf8).order(ByteOrder.LITTLE_ENDIAN);
        this.maxDepth = maxDepth;
    }

    /**
     * Reads one object.
     *
     * @param utf8 the text in UTF-8
     * @param maxDepth how deep objects and arrays may nest, at least 1
     * @throws JsonFormatException if it is anything else
     */
    public static Map<String, Object> object(byte[] utf8, int maxDepth) throws JsonFormatException {
        StrictJson reader = new StrictJson(utf8, maxDepth);
        reader.skipSpace();
        if (reader.peek() != '{') {
            throw reader.wrong("expected an object");
        }
        Map<String, Object> object = reader.object(1);
        reader.skipSpace();
        if (reader.at < utf8.length) {
            throw reader.wrong("expected the end");
        }
        return object;
    }

    private Object value(int depth) throws JsonFormatException {
        return switch (peek()) {
            case '{' -> object(depth + 1);
            case '[' -> array(depth + 1);
            case '"' -> string();
            case 't' -> word("true", true);
            case 'f' -> word("false", false);
            case 'n' -> word("null", Optional.empty());
            default -> number();
        };
    }

    private Map<String, Object> object(int depth) throws JsonFormatException {
        open(depth);
        skipSpace();
        if (take('}')) {
            return Map.of();
        }
        Map<String, Object> members = new LinkedHashMap<>();
        do {
            skipSpace();
            int start = at;
            String name = string();
            skipSpace();
            require(':');
            skipSpace();
            if (members.putIfAbsent(name, value(depth)) != null) {
                throw new JsonFormatException("a member stands twice", start);
            }
            skipSpace();
        } while (take(','));
        require('}');
        return Collections.unmodifiableMap(members);
    }

    private List<Object> array(int depth) throws JsonFormatException {
        open(depth);
        skipSpace();
        if (take(']')) {
            return List.of();
        }
        Object first = item(depth);
        if (take(']')) {
            return List.of(first);
        }
        List<Object> items = new ArrayList<>();
        items.add(first);
        while (take(',')) {
            skipSpace();
            items.add(item(depth));
        }
        require(']');
        return Collections.unmodifiableList(items);
    }

    private Object item(int depth) throws JsonFormatException {
        Object item = value(depth);
        skipSpace();
        return item;
    }

    private void open(int depth) throws JsonFormatException {
        if (depth > maxDepth) {
            throw wrong("nested deeper than " + maxDepth + " levels");
        }
        at++;
    }

    private String string() throws JsonFormatException {
        require('"');
        int start = at;
        at = endOfPlain(start);
        if (peek() == '"') {
            return ascii(start, at++);
        }
        StringBuilder text = new StringBuilder(ascii(start, at));
        while (!take('"')) {
            if (take('\\')) {
                text.append(escaped());
            } else {
                text.append(unescaped());
            }
        }
        return text.toString();
    }

    /** Where the first byte stands that is not part of plain text: ASCII to be taken as it is. */
    private int endOfPlain(int start) {
        int end = start;
        while (end + Long.BYTES <= utf8.length) {
            long other = otherThanPlain(words.getLong(end));
            if (other != 0) {
                return end + Long.numberOfTrailingZeros(other) / Byte.SIZE;
            }
            end += Long.BYTES;
        }
        while (end < utf8.length && utf8[end] >= ' ' && utf8[end] != '"' && utf8[end] != '\\') {
            end++;
        }
        return end;
    }

    /**
     * Eight bytes at once. Of the bits that are set, the lowest is the high bit of the first byte that is not plain; those
     * above it may come from borrowing.
     */
    private static long otherThanPlain(long word) {
        long quotes = word ^ '"' * EACH;
        long backslashes = word ^ '\\' * EACH;
        long isQuote = quotes - EACH & ~quotes;
        long isBackslash = backslashes - EACH & ~backslashes;
        long isControl = word - ' ' * EACH & ~word;
        return (isQuote | isBackslash | isControl | word) & HIGH_BITS;
    }

    private String ascii(int start, int end) {
        return new String(utf8, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** Text up to an escape or the end of the string, of any characters but those that have to be escaped. */
    private CharSequence unescaped() throws JsonFormatException {
        int start = at;
        while (peek() != '"' && peek() != '\\') {
            if (utf8[at] >= 0 && utf8[at] < ' ') {
                throw wrong("a control character in a string");
            }
            at++;
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8, start, at - start));
        } catch (CharacterCodingException e) {
            throw new JsonFormatException("not UTF-8", start);
        }
    }

    private char escaped() throws JsonFormatException {
        return switch (next()) {
            case '"' -> '"';
            case '\\' -> '\\';
            case '/' -> '/';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> hex();
            default -> throw wrong("an unknown escape");
        };
    }

    private char hex() throws JsonFormatException {
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            byte c = next();
            if (!HexFormat.isHexDigit(c)) {
                throw wrong("expected four hex digits");
            }
            unit = unit * 16 + HexFormat.fromHexDigit(c);
        }
        return (char) unit;
    }

    private Object word(String word, Object meaning) throws JsonFormatException {
        int end = at + word.length();
        if (end > utf8.length || !ascii(at, end).equals(word)) {
            throw wrong("expected a value");
        }
        at = end;
        return meaning;
    }

    private Object number() throws JsonFormatException {
        int start = at;
        take('-');
        if (!take('0')) {
            digits();
        }
        boolean whole = true;
        if (take('.')) {
            digits();
            whole = false;
        }
        if (take('e') || take('E')) {
            if (!take('+')) {
                take('-');
            }
            digits();
            whole = false;
        }
        if (at - start > MAX_NUMBER) {
            throw wrong("a number of more than " + MAX_NUMBER + " characters");
        }
        return numeral(ascii(start, at), whole);
    }

    private static Object numeral(String written, boolean whole) throws JsonFormatException {
        if (whole && written.length() <= 18) {
            return Long.valueOf(written);
        }
        try {
            return new BigDecimal(written);
        } catch (NumberFormatException e) {
            throw new JsonFormatException("a number out of range", 0);
        }
    }

    private void digits() throws JsonFormatException {
        int start = at;
        while (at < utf8.length && utf8[at] >= '0' && utf8[at] <= '9') {
            at++;
        }
        if (at == start) {
            throw wrong("expected a value");
        }
    }

    private void skipSpace() {
        while (at < utf8.length && isSpace(utf8[at])) {
            at++;
        }
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private byte peek() throws JsonFormatException {
        if (at >= utf8.length) {
            throw wrong("unexpected end");
        }
        return utf8[at];
    }

    private byte next() throws JsonFormatException {
        byte c = peek();
        at++;
        return c;
    }

    private boolean take(char c) {
        if (at < utf8.length && utf8[at] == c) {
            at++;
            return true;
        }
        return false;
    }

    private void require(char c) throws JsonFormatException {
        if (!take(c)) {
            throw wrong("expected " + c);
        }
    }

    private JsonFormatException wrong(String what) {
        return new JsonFormatException(what, at);
    }
}
