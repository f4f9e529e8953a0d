package weather.kwangle.authorizer.json;

import java.io.PrintStream;
import java.time.Instant;

/** One JSON object (RFC 8259) in one line of ASCII, written member after member: a log line without a detour over maps. */
public final class JsonLine {
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
        endArray(before);
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
        endArray(before);
        return this;
    }

    /** A member whose value is JSON in ASCII already. */
    public JsonLine json(String name, String value) {
        name(name);
        out.append(value);
        return this;
    }

    private void name(String name) {
        out.append(separator);
        out.append('"');
        out.append(name);
        out.append("\":");
        separator = ',';
    }

    private void endArray(char before) {
        if (before == '[') {
            out.append('[');
        }
        out.append(']');
    }

    /** Ends the line and prints it at once; after that it is spent. */
    public void printTo(PrintStream stream) {
        if (separator == '{') {
            out.append('{');
        }
        out.append('}');
        out.append('\n');
        out.writeTo(stream);
    }
}
