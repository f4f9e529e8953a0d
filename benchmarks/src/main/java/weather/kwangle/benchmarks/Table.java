package weather.kwangle.benchmarks;

import java.util.List;
import java.util.stream.Stream;

/**
 * Lines that belong together.
 *
 * @param title what they are about
 * @param rows the lines, at least one
 */
public record Table(String title, List<Row> rows) {
    private static final List<String> HEADS = List.of("what", "figure", "beside", "ratio", "target", "");

    public Table {
        rows = List.copyOf(rows);
    }

    /** For a terminal. */
    public String text() {
        int[] widths = new int[HEADS.size()];
        for (List<String> line : lines()) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        StringBuilder out = new StringBuilder(title).append('\n');
        for (List<String> line : lines()) {
            StringBuilder text = new StringBuilder(" ");
            for (int i = 0; i < widths.length; i++) {
                text.append(' ')
                        .append(line.get(i))
                        .repeat(' ', widths[i] - line.get(i).length() + 1);
            }
            out.append(text.toString().stripTrailing()).append('\n');
        }
        return out.toString();
    }

    /** For the documentation. */
    public String markdown() {
        StringBuilder out = new StringBuilder("### ").append(title).append("\n\n");
        List<List<String>> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            out.append("| ").append(String.join(" | ", lines.get(i))).append(" |\n");
            if (i == 0) {
                out.append("|---|---|---|--:|---|---|\n");
            }
        }
        return out.toString();
    }

    private List<List<String>> lines() {
        return Stream.concat(
                        Stream.of(HEADS),
                        rows.stream()
                                .map(row -> List.of(
                                        row.what(),
                                        row.figure(),
                                        row.baseline(),
                                        row.ratioText(),
                                        row.target(),
                                        row.metText())))
                .toList();
    }
}
