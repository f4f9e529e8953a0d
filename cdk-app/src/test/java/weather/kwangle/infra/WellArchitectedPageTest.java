package weather.kwangle.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/well-architected.md promises tests: they exist, and so do the pages and folders it points at. */
class WellArchitectedPageTest {
    private static final Path PAGE = CloudAssembly.ROOT.resolve("docs/well-architected.md");

    @Test
    void eachTestItNamesExists() throws IOException {
        Set<String> sources;
        try (Stream<Path> files = Files.walk(CloudAssembly.ROOT)) {
            sources = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".java"))
                    .collect(Collectors.toSet());
        }
        assertThat(named("`(\\w+(?:Test|IT))`")).isNotEmpty().allMatch(test -> sources.contains(test + ".java"));
    }

    @Test
    void eachPageAndFolderItPointsAtExists() throws IOException {
        assertThat(named("\\]\\(([^)]+)\\)")).isNotEmpty().allMatch(link -> Files.exists(PAGE.resolveSibling(link)));
        assertThat(named("`((?:ci|helm|cdk-app)/[^`]*|Jenkinsfile)`"))
                .isNotEmpty()
                .allMatch(path -> Files.exists(CloudAssembly.ROOT.resolve(path)));
    }

    @Test
    void eachPillarOfTheDocumentHasItsFourLines() throws IOException {
        String[] pillars = Files.readString(PAGE).split("\n## ", -1);
        assertThat(pillars).hasSize(6);
        for (int i = 1; i < pillars.length; i++) {
            assertThat(pillars[i].lines().filter(line -> line.startsWith("| ")).count())
                    .as(pillars[i].lines().findFirst().orElseThrow())
                    .isEqualTo(5);
        }
    }

    private static Set<String> named(String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(PAGE))
                .results()
                .map((MatchResult result) -> result.group(1))
                .collect(Collectors.toSet());
    }
}
