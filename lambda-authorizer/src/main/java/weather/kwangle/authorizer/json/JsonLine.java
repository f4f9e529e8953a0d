package weather.kwangle.authorizer.json;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Instant;

/** One JSON object (RFC 8259) in one line of ASCII, written member after member, without a detour over maps. */
public final class JsonLine {
    private static final char NONE = 0;

    private final AsciiBuffer out;
    private char separator = '{';

    /** @param expectedLength in bytes; a longer line costs a copy */
    public JsonLine(int expectedLength) {
        this.out = new AsciiBuffer(expectedLength);
    }

    /** A member of any text; names, here and below, are plain ASCII. */
    public JsonLine text(String name, String value) {
        name(name);
        out.appendQuoted(value);
        return this;
    }

    /** A member of text that needs no escapes: printable ASCII without quotation marks and backslashes. */
    public JsonLine plain(String name, String value) {
        name(name);
        out.append('"');
        out.appendAscii(value);
        out.append('"');
        return this;
    }

    /** A moment as text (RFC 3339), in UTC and to the millisecond. */
    public JsonLine time(String name, Instant at) {
        name(name);
        out.appendQuoted(at);
        return this;
    }

    public JsonLine texts(String name, String[] values) {
        name(name);
        char before = '[';
        for (String value : values) {
            out.append(before);
            out.appendQuoted(value);
            before = ',';
        }
        closeArray(before);
        return this;
    }

    /** Texts that need no escapes. */
    public JsonLine plains(String name, Iterable<String> values) {
        name(name);
        char before = '[';
        for (String value : values) {
            out.append(before);
            out.append('"');
            out.appendAscii(value);
            out.append('"');
            before = ',';
        }
        closeArray(before);
        return this;
    }

    /** A member that is an object, whose members follow until {@link #endObject}. */
    public JsonLine object(String name) {
        name(name);
        return begin('{');
    }

    /** A member that is an array of objects, which follow until {@link #endArray}. */
    public JsonLine array(String name) {
        name(name);
        return begin('[');
    }

    /** The next object of an array. */
    public JsonLine element() {
        separate();
        return begin('{');
    }

    public JsonLine endObject() {
        return end('}');
    }

    public JsonLine endArray() {
        return end(']');
    }

    private JsonLine begin(char bracket) {
        out.append(bracket);
        separator = NONE;
        return this;
    }

    private JsonLine end(char bracket) {
        out.append(bracket);
        separator = ',';
        return this;
    }

    public JsonLine number(String name, long value) {
        name(name);
        out.append(value);
        return this;
    }

    /** The first of some numbers, as an array. */
    public JsonLine numbers(String name, int[] values, int count) {
        name(name);
        char before = '[';
        for (int i = 0; i < count; i++) {
            out.append(before);
            out.append(values[i]);
            before = ',';
        }
        closeArray(before);
        return this;
    }

    /** A member whose value is JSON in ASCII already. */
    public JsonLine json(String name, String value) {
        name(name);
        out.appendAscii(value);
        return this;
    }

    private void name(String name) {
        separate();
        out.append('"');
        out.append(name);
        out.append("\":");
        separator = ',';
    }

    private void separate() {
        if (separator != NONE) {
            out.append(separator);
        }
    }

    private void closeArray(char before) {
        if (before == '[') {
            out.append('[');
        }
        out.append(']');
    }

    /** Ends the line and prints it at once; after that it is spent. */
    public void printTo(PrintStream stream) {
        close();
        out.append('\n');
        // In one call, so that lines of concurrent requests do not mix.
        out.printTo(stream);
        stream.flush();
    }

    /** Ends the object and writes it without the end of the line; after that it is spent. */
    public void writeTo(OutputStream stream) throws IOException {
        close();
        out.writeTo(stream);
    }

    private void close() {
        if (separator == '{') {
            out.append('{');
        }
        out.append('}');
    }
}
