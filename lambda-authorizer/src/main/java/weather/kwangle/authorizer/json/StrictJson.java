package weather.kwangle.authorizer.json;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
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

    private final String text;
    private final int maxDepth;
    private int at;

    private StrictJson(String text, int maxDepth) {
        this.text = text;
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
        StrictJson reader = new StrictJson(decode(utf8), maxDepth);
        reader.skipSpace();
        if (reader.peek() != '{') {
            throw reader.wrong("expected an object");
        }
        Map<String, Object> object = reader.object(1);
        reader.skipSpace();
        if (reader.at < reader.text.length()) {
            throw reader.wrong("expected the end");
        }
        return object;
    }

    private static String decode(byte[] utf8) throws JsonFormatException {
        // Quicker than a decoder, but it puts this character where the bytes are no UTF-8.
        String text = new String(utf8, StandardCharsets.UTF_8);
        if (text.indexOf('\uFFFD') < 0) {
            return text;
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(utf8))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new JsonFormatException("not UTF-8", 0);
        }
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
        List<Object> items = new ArrayList<>();
        do {
            skipSpace();
            items.add(value(depth));
            skipSpace();
        } while (take(','));
        require(']');
        return Collections.unmodifiableList(items);
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
            return text.substring(start, at++);
        }
        StringBuilder unescaped = new StringBuilder(text.substring(start, at));
        while (!take('"')) {
            char c = next();
            if (c < ' ') {
                throw wrong("a control character in a string");
            }
            unescaped.append(c == '\\' ? escaped() : c);
        }
        return unescaped.toString();
    }

    /** Where the first character stands that ends a string or is not to be taken as it is. */
    private int endOfPlain(int start) {
        int end = start;
        while (end < text.length()) {
            char c = text.charAt(end);
            if (c == '"' || c == '\\' || c < ' ') {
                break;
            }
            end++;
        }
        return end;
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
            char c = next();
            if (!HexFormat.isHexDigit(c)) {
                throw wrong("expected four hex digits");
            }
            unit = unit * 16 + HexFormat.fromHexDigit(c);
        }
        return (char) unit;
    }

    private Object word(String word, Object meaning) throws JsonFormatException {
        if (!text.startsWith(word, at)) {
            throw wrong("expected a value");
        }
        at += word.length();
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
        return numeral(text.substring(start, at), whole);
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
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw wrong("expected a value");
        }
    }

    private void skipSpace() {
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private char peek() throws JsonFormatException {
        if (at >= text.length()) {
            throw wrong("unexpected end");
        }
        return text.charAt(at);
    }

    private char next() throws JsonFormatException {
        char c = peek();
        at++;
        return c;
    }

    private boolean take(char c) {
        if (at < text.length() && text.charAt(at) == c) {
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
