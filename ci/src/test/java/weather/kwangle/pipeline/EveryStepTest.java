package weather.kwangle.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every script in ci/, whatever it does. */
class EveryStepTest {

    private static final Path STEPS = Checkout.ROOT.resolve("ci");

    @TempDir
    private Path temporary;

    static List<String> steps() throws IOException {
        try (Stream<Path> files = Files.list(STEPS)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".sh"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("steps")
    void isStrictAndExecutableAndSourcesWhatAllShare(String step) throws IOException {
        List<String> lines = Files.readAllLines(STEPS.resolve(step));

        assertThat(STEPS.resolve(step)).isExecutable();
        assertThat(lines.getFirst()).isEqualTo("#!/usr/bin/env bash");
        assertThat(lines.stream().dropWhile(line -> line.startsWith("#")).findFirst())
                .as("the first line that is no comment")
                .hasValue("set -euo pipefail");
        assertThat(lines).anyMatch(line -> line.startsWith("source ") && line.endsWith("/step.bash\""));
    }

    @ParameterizedTest
    @MethodSource("steps")
    void helpSaysWhatItDoesAndHowToTryIt(String step) {
        Shell.Outcome help = run(step, "--help");

        assertThat(help.exitCode()).as(help.all()).isZero();
        assertThat(help.output()).startsWith(step).contains("--dry-run");
    }

    @ParameterizedTest
    @MethodSource("steps")
    void badUsageIsOneLineAndExitCode2(String step) {
        Shell.Outcome refused = run(step, "--no-such-option");

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.output()).isEmpty();
        assertThat(refused.errors().lines()).hasSize(1).first().asString().startsWith(step + ": ");
    }

    private Shell.Outcome run(String step, String argument) {
        return Shell.run(
                Checkout.ROOT,
                new Tools(temporary).environment(List.of()),
                List.of(STEPS.resolve(step).toString(), argument));
    }
}
