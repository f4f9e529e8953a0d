package weather.kwangle.chart;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The table of values in a chart's README is made from the comments in its values.yaml, so that each value is explained
 * once. {@code -Dwrite=true} writes it again, as for the golden renders.
 */
class ReadmeTest {

    private static final String HEAD = "| value | default | what it does |\n|---|---|---|\n";
    private static final Pattern LINE = Pattern.compile("^( *)([A-Za-z]+):(?: +(.*))?$");

    @ParameterizedTest
    @ValueSource(strings = {"max-weather", "logging"})
    void theTableIsWhatValuesYamlSays(String chart) throws IOException {
        Path folder = Chart.named(chart).folder();
        Path file = folder.resolve("README.md");
        String readme = Files.readString(file);
        String table = HEAD + rows(Files.readAllLines(folder.resolve("values.yaml")));
        String expected = readme.substring(0, readme.indexOf(HEAD)) + table + afterTable(readme);
        if (Boolean.getBoolean("write")) {
            Files.writeString(file, expected);
        }
        assertThat(Files.readString(file)).isEqualTo(expected);
    }

    private static String afterTable(String readme) {
        Matcher end = Pattern.compile("\n(?!\\|)").matcher(readme);
        return end.find(readme.indexOf(HEAD)) ? readme.substring(end.start() + 1) : "";
    }

    /** One row for each value that a comment beginning with {@code --} stands above. */
    private static String rows(List<String> lines) {
        List<String> rows = new ArrayList<>();
        Deque<String> path = new ArrayDeque<>();
        String comment = "";
        for (String line : lines) {
            String text = line.strip();
            Matcher value = LINE.matcher(line);
            if (text.startsWith("# -- ")) {
                comment = text.substring("# -- ".length());
            } else if (text.startsWith("#") && !comment.isEmpty()) {
                comment += " " + text.substring(1).strip();
            } else if (value.matches()) {
                while (path.size() > value.group(1).length() / 2) {
                    path.removeLast();
                }
                path.addLast(value.group(2));
                if (!comment.isEmpty()) {
                    rows.add("| `%s` | %s | %s |\n"
                            .formatted(String.join(".", path), defaultOf(value.group(3)), comment));
                    comment = "";
                }
            }
        }
        return rows.stream().collect(joining());
    }

    private static String defaultOf(String yaml) {
        return yaml == null ? "" : "`" + yaml + "`";
    }
}
