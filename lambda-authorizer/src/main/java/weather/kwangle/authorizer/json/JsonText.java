package weather.kwangle.authorizer.json;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;

/** Writes maps, lists, arrays, strings, numbers and truth values as JSON (RFC 8259) in one line of ASCII. */
public final class JsonText {
    private final AsciiBuffer out = new AsciiBuffer(512);

    private JsonText() {}

    /**
     * The object as text.
     *
     * @throws IllegalArgumentException if a value is of another kind
     */
    public static String of(Map<String, ?> object) {
        return written(object).toString();
    }

    /** Prints the object as one line. In one call, so that lines of concurrent requests do not mix. */
    public static void print(PrintStream out, Map<String, ?> object) {
        AsciiBuffer line = written(object);
        line.append('\n');
        line.printTo(out);
        out.flush();
    }

    private static AsciiBuffer written(Map<String, ?> object) {
        JsonText text = new JsonText();
        text.object(object);
        return text.out;
    }

    private void value(Object value) {
        switch (value) {
            case String string -> out.appendQuoted(string);
            case Number _, Boolean _ -> out.append(value.toString());
            case Map<?, ?> members -> object(members);
            case Collection<?> items -> array(items);
            case Object[] items -> array(Arrays.asList(items));
            default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
        }
    }

    private void object(Map<?, ?> members) {
        out.append('{');
        boolean first = true;
        for (Map.Entry<?, ?> member : members.entrySet()) {
            separate(first);
            out.appendQuoted(String.valueOf(member.getKey()));
            out.append(':');
            value(member.getValue());
            first = false;
        }
        out.append('}');
    }

    private void array(Collection<?> items) {
        out.append('[');
        boolean first = true;
        for (Object item : items) {
            separate(first);
            value(item);
            first = false;
        }
        out.append(']');
    }

    private void separate(boolean first) {
        if (!first) {
            out.append(',');
        }
    }
}
