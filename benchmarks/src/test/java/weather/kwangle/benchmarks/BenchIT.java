package weather.kwangle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import weather.kwangle.benchmarks.Bench.Suite;

/** The harness itself, with so few rounds that its figures mean nothing. */
@Tag("slow")
class BenchIT {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Effort TINY = new Effort(
            1, 1, 1, Duration.ofMillis(20), List.of(10, 20), 1, Duration.ofMillis(100), Duration.ofMillis(50));

    @Test
    void everything_is_measured_and_stands_in_the_tables(@TempDir Path folder) throws Exception {
        Measurements results =
                Bench.measure(ROOT, folder, TINY, Set.of(Suite.values()), Optional.empty(), new Progress(System.err));

        assertThat(results.samples().values())
                .allSatisfy(samples -> assertThat(samples).hasSize(1).allMatch(sample -> sample >= 0));
        assertThat(new Report(results, TINY).tables())
                .extracting(Table::title)
                .contains(
                        "Parts of a decision, one thread",
                        "A cold start: from the start of the process to the first decision",
                        "Parts of a cold start, C1 alone, one after the other",
                        "Size");
    }
}
