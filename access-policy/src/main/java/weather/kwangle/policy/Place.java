package weather.kwangle.policy;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * Where something stands in a file.
 *
 * @param file what messages call the file
 * @param line from 1
 * @param column from 1, in code points
 */
public record Place(String file, int line, int column) {
    /** The place of a mark of the YAML reader, which counts from 0; the head of the file if it gives none. */
    public static Place of(String file, Optional<Mark> mark) {
        return new Place(
                file,
                mark.map(Mark::getLine).orElse(0) + 1,
                mark.map(Mark::getColumn).orElse(0) + 1);
    }

    /** {@code file:line}, which terminals and editors make a link of. */
    public String fileAndLine() {
        return file + ":" + line;
    }

    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
