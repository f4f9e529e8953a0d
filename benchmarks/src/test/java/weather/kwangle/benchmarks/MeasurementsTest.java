package weather.kwangle.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MeasurementsTest {
    private final Measurements results = new Measurements();

    @Test
    void the_median_is_the_middle_sample_or_the_mean_of_both() {
        add("odd", 9, 1, 4);
        add("even", 9, 1, 4, 6);

        assertThat(results.median("odd")).isEqualTo(4);
        assertThat(results.median("even")).isEqualTo(5);
    }

    @Test
    void a_ratio_compares_within_each_round_so_that_a_slow_round_changes_nothing() {
        add("ours", 20, 2_000, 20);
        add("theirs", 10, 1_000, 10);

        assertThat(results.ratio("ours", "theirs")).isEqualTo(2);
    }

    @Test
    void a_ratio_of_different_numbers_of_rounds_is_refused() {
        add("ours", 1, 2);
        add("theirs", 1);

        assertThatThrownBy(() -> results.ratio("ours", "theirs"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ours has 2 rounds and theirs has 1");
    }

    @Test
    void what_was_not_measured_is_refused_by_name() {
        add("ours", 1);

        assertThatThrownBy(() -> results.median("theirs"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("theirs")
                .hasMessageContaining("[ours]");
    }

    private void add(String name, double... samples) {
        for (double sample : samples) {
            results.add(name, sample);
        }
    }
}
