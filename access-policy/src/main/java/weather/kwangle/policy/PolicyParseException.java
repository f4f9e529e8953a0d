package weather.kwangle.policy;

/**
 * A policy that cannot be read. The message is one line, {@code file:line:column: what, expected …}; lines and columns
 * count from 1, columns in code points.
 */
public final class PolicyParseException extends Exception {
    private final int line;
    private final int column;

    PolicyParseException(String file, int line, int column, String what, String expected) {
        super("%s:%d:%d: %s, expected %s".formatted(file, line, column, what, expected));
        this.line = line;
        this.column = column;
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
