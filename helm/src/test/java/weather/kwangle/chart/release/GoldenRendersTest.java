package weather.kwangle.chart.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import weather.kwangle.chart.Chart;

/**
 * The rendered chart as it was last reviewed, so that a change of the chart shows in the diff what it does to the cluster.
 * {@code mvn -pl helm -am test -Dtest='GoldenRendersTest,ReadmeTest' -Dsurefire.failIfNoSpecifiedTests=false -Dwrite=true}
 * writes it again.
 */
class GoldenRendersTest {

    static Stream<Arguments> releases() {
        return Stream.of(
                Arguments.of("staging", Releases.staging()),
                Arguments.of("production", Releases.production()),
                Arguments.of("virtual-server", Releases.withVirtualServer()),
                Arguments.of("external-secrets", Releases.withExternalSecrets()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("releases")
    void theRenderIsTheOneThatWasReviewed(String name, Chart release) throws IOException {
        Path golden = Path.of("src/test/golden", name + ".yaml");
        String rendered = release.template();
        if (Boolean.getBoolean("write")) {
            Files.createDirectories(golden.getParent());
            Files.writeString(golden, rendered);
        }
        assertThat(rendered).isEqualTo(Files.readString(golden));
    }
}
