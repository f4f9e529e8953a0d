package weather.kwangle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private final Table table = new Table(
            "Speed",
            List.of(
                    Row.of("ours", 12_345.6, "/s")
                            .comparedWith("theirs", 9_876, "/s", 1.25)
                            .aimingAt("≥ 1.0", true),
                    Row.of("memory", 0.25, "MiB"),
                    Row.of("late", 8.126, "ms").aimingAt("≤ 2 ms", false)));

    @Test
    void a_terminal_gets_columns() {
        assertThat(table.text()).isEqualTo("""
                Speed
                  what    figure     beside           ratio  target
                  ours    12,346 /s  theirs 9,876 /s  1.25   ≥ 1.0   met
                  memory  0.250 MiB
                  late    8.13 ms                            ≤ 2 ms  NOT MET
                """);
    }

    @Test
    void the_documentation_gets_markdown() {
        assertThat(table.markdown()).isEqualTo("""
                ### Speed

                | what | figure | beside | ratio | target |  |
                |---|---|---|--:|---|---|
                | ours | 12,346 /s | theirs 9,876 /s | 1.25 | ≥ 1.0 | met |
                | memory | 0.250 MiB |  |  |  |  |
                | late | 8.13 ms |  |  | ≤ 2 ms | NOT MET |
                """);
    }
}
