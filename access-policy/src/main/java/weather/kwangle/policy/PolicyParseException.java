package weather.kwangle.policy;

import java.util.regex.Pattern;

/**
 * A policy that cannot be read. The message is one line, {@code file:line:column: what, expected …}; lines and columns
 * count from 1, columns in code points.
 */
public final class PolicyParseException extends Exception {
    /** Control characters and Unicode's other ends of line, which a parser may quote from the file. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\u2028\\u2029]");

    private final int line;
    private final int column;
    private final String problem;

    PolicyParseException(Place place, String what, String expected) {
        super(oneLine("%s: %s, expected %s".formatted(place, what, expected)));
        this.line = place.line();
        this.column = place.column();
        this.problem = oneLine(what + ", expected " + expected);
    }

    private static String oneLine(String message) {
        return UNPRINTABLE
                .matcher(message)
                .replaceAll(found -> "U+%04X".formatted((int) found.group().charAt(0)));
    }

    /** The message without the place. */
    public String problem() {
        return problem;
    }

    /** Line of the mistake, from 1. */
    public int line() {
        return line;
    }

    /** Column of the mistake, from 1. */
    public int column() {
        return column;
    }
}
