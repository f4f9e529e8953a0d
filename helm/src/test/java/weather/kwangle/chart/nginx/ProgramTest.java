package weather.kwangle.chart.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

class ProgramTest {

    @TempDir
    Path folder;

    @Test
    void isFoundOnThePath() throws IOException {
        Path program = Files.createFile(folder.resolve("server"));
        assertThat(program.toFile().setExecutable(true)).isTrue();

        assertThat(Program.named("server", Map.of("PATH", "/nowhere:" + folder)))
                .isEqualTo(program);
    }

    @Test
    void withoutItTheTestIsSkipped() {
        assertThatExceptionOfType(TestAbortedException.class)
                .isThrownBy(() -> Program.named("server", Map.of("PATH", folder.toString(), "CI", "")))
                .withMessageContaining("server is not installed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "1"})
    void withoutItTheTestFailsOnABuildServer(String ci) {
        assertThatExceptionOfType(AssertionError.class)
                .isThrownBy(() -> Program.named("server", Map.of("PATH", folder.toString(), "CI", ci)))
                .withMessageContaining("server is not installed");
    }
}
