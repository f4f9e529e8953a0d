package weather.kwangle.authorizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import weather.kwangle.authorizer.token.Refusal;

/** docs/security/token-checks.md names every refusal, and tests that exist. */
class TokenChecksTest {
    private static final Path PAGE = Path.of("..", "docs", "security", "token-checks.md");
    private static final List<Path> TESTS =
            List.of(Path.of("src", "test", "java"), Path.of("..", "client-quota", "src", "test", "java"));
    private static final Pattern ROW =
            Pattern.compile("\\| [^|]+ \\| [^|]+ \\| (?:`(?<refusal>\\w+)` )?\\| (?<class>\\w+)#(?<method>\\w+) \\|");
    private static final Pattern NO_ROW =
            Pattern.compile("\\| check \\| rule \\| refused as \\| test \\||\\|(?:-+\\|)+");

    private record Row(String refusal, String className, String method) {}

    @Test
    void every_test_that_is_named_exists() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Row row : rows()) {
            if (!exists(row)) {
                missing.add(row.className() + "#" + row.method());
            }
        }
        assertThat(missing).isEmpty();
    }

    private static boolean exists(Row row) throws IOException {
        for (Path folder : TESTS) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(path -> path.endsWith(row.className() + ".java"))
                        .toList()) {
                    if (Files.readString(file).contains("    void " + row.method() + "(")) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    @Test
    void every_refusal_has_a_row_and_no_row_names_another() throws IOException {
        Set<String> named = rows().stream()
                .map(Row::refusal)
                .filter(refusal -> !refusal.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> all = Stream.of(
                        Arrays.stream(Refusal.values()).map(Enum::name),
                        Arrays.stream(Outcome.Cause.values()).map(Enum::name),
                        Stream.of(Outcome.InternalFailure.class.getSimpleName()))
                .flatMap(names -> names)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).isEqualTo(all);
    }

    private static List<Row> rows() throws IOException {
        List<Row> rows = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            if (line.startsWith("|") && !NO_ROW.matcher(line).matches()) {
                Matcher row = ROW.matcher(line);
                assertThat(row.matches()).as("a row of four cells: " + line).isTrue();
                String refusal = row.group("refusal");
                rows.add(new Row(refusal == null ? "" : refusal, row.group("class"), row.group("method")));
            }
        }
        return rows;
    }
}
