package weather.kwangle.policy;

/**
 * Where something stands in a file.
 *
 * @param file what messages call the file
 * @param line from 1
 * @param column from 1, in code points
 */
public record Place(String file, int line, int column) {
    /** {@code file:line}, which terminals and editors make a link of. */
    public String fileAndLine() {
        return file + ":" + line;
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
