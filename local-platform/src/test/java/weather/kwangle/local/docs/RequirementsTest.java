package weather.kwangle.local.docs;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/requirements.md accounts for every line of the customer's document, and truthfully. */
class RequirementsTest {

    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path DOCUMENT = ROOT.resolveSibling("shared/spec/max-weather-architecture.md");

    private static final Pattern ROW = Pattern.compile("^\\| (\\d+) \\| (`+) ?(.*?) ?\\2 \\| (.+?) \\|$");
    private static final Pattern DRAWING = Pattern.compile("[┌┐└┘├┤┬┴┼─│═║╔╗╚╝╠╣▼▶◀▲←→•✓|]+");
    private static final Pattern WORD = Pattern.compile("\\w", Pattern.UNICODE_CHARACTER_CLASS);

    private record Row(int line, String text, List<String> metBy) {}

    @Test
    void everyLineOfTheDocumentHasItsRow() throws IOException {
        assumeThat(DOCUMENT)
                .as("the customer's document lies beside the checkout")
                .exists();
        Map<Integer, String> expected = new TreeMap<>();
        List<String> lines = Files.readAllLines(DOCUMENT);
        boolean fenced = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.strip().startsWith("```")) {
                fenced = !fenced;
            } else if (fenced || !line.matches("^#{1,4} .*")) {
                String words = words(line);
                if (!words.isEmpty()) {
                    expected.put(i + 1, words);
                }
            }
        }
        Map<Integer, String> rows = new TreeMap<>();
        rows().forEach(row -> rows.put(row.line(), words(row.text().replace("\\|", "|"))));
        assertThat(rows).isEqualTo(expected);
    }

    @Test
    void everyTestAndDeviationThatARowNamesExists() throws IOException {
        String deviations = Files.readString(ROOT.resolve("docs/deviations.md"));
        List<String> missing = new ArrayList<>();
        for (Row row : rows()) {
            for (String way : row.metBy()) {
                if (!isTrue(way, deviations)) {
                    missing.add("line " + row.line() + ": " + way);
                }
            }
        }
        assertThat(missing).isEmpty();
    }

    @Test
    void everyDeviationIsNeededByARow() throws IOException {
        String used = rows().stream().flatMap(row -> row.metBy().stream()).collect(joining(" "));
        List<String> unused = Pattern.compile("^\\| (D\\d+) \\|", Pattern.MULTILINE)
                .matcher(Files.readString(ROOT.resolve("docs/deviations.md")))
                .results()
                .map(found -> found.group(1))
                .filter(deviation -> !Pattern.compile("deviation: " + deviation + "\\b")
                        .matcher(used)
                        .find())
                .toList();
        assertThat(unused).isEmpty();
    }

    private static boolean isTrue(String way, String deviations) throws IOException {
        String what = way.substring(way.indexOf(':') + 1).strip();
        return switch (way.replaceFirst(":.*", "")) {
            case "context" -> true;
            case "test" -> hasTest(what);
            case "command" -> what.startsWith("./max-weather ");
            case "deviation" -> deviations.contains("\n| " + what + " | ");
            default -> false;
        };
    }

    private static boolean hasTest(String classAndMethod) throws IOException {
        String[] parts = classAndMethod.split("#");
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path tests : modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .toList()) {
                try (Stream<Path> files = Files.walk(tests)) {
                    for (Path file : files.filter(path -> path.endsWith(parts[0] + ".java"))
                            .toList()) {
                        if (Files.readString(file).contains("void " + parts[1] + "(")) {
                            return true;
                        }
                    }
                }
            }
        }
        return false;
    }

    private static List<Row> rows() throws IOException {
        return Files.readAllLines(ROOT.resolve("docs/requirements.md")).stream()
                .map(ROW::matcher)
                .filter(matcher -> matcher.matches())
                .map(matcher -> new Row(
                        Integer.parseInt(matcher.group(1)),
                        matcher.group(3),
                        List.of(matcher.group(4).split("; "))))
                .toList();
    }

    private static String words(String line) {
        return Arrays.stream(DRAWING.split(line))
                .flatMap(cell -> Arrays.stream(cell.split(" · ")))
                .map(cell -> cell.replaceAll("\\s+", " ").strip())
                .filter(cell -> WORD.matcher(cell).find())
                .collect(joining(" · "));
    }
}
