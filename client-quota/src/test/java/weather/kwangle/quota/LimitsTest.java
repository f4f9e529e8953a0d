package weather.kwangle.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.quota.batch.BatchLedger;
import weather.kwangle.quota.batch.Taking;

class LimitsTest {

    private static final OptionalLong NONE = OptionalLong.empty();

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void a_rate_is_a_number_above_zero(double rate) {
        assertThatThrownBy(() -> new Limits(rate, 1, NONE, NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("ratePerSecond is " + rate + ", expected above 0");
    }

    @Test
    void burst_day_and_month_are_at_least_one() {
        assertThatThrownBy(() -> new Limits(1, 0, NONE, NONE)).hasMessage("burst is 0, expected at least 1");
        assertThatThrownBy(() -> new Limits(1, 1, OptionalLong.of(0), NONE))
                .hasMessage("day is 0, expected at least 1");
        assertThatThrownBy(() -> new Limits(1, 1, NONE, OptionalLong.of(-5)))
                .hasMessage("month is -5, expected at least 1");
    }

    @Test
    void a_burst_comes_back_within_a_day() {
        assertThat(new Limits(1, 86_400, NONE, NONE).burst()).isEqualTo(86_400);
        assertThatThrownBy(() -> new Limits(1, 86_401, NONE, NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("takes longer than a day to refill");
    }

    @Test
    void the_fastest_rate_and_the_largest_limits_stay_within_a_long() {
        var clock = TestClock.at("2026-11-23T10:00:00Z");
        var store = new InMemoryLedgerStore();
        var largest = new Limits(
                Double.MAX_VALUE,
                86_400_000_000_000L,
                OptionalLong.of(Long.MAX_VALUE),
                OptionalLong.of(Long.MAX_VALUE));

        assertThat(new BatchLedger(store, clock).take("client", largest.day(), largest.month(), Long.MAX_VALUE))
                .isInstanceOf(Taking.Taken.class);
        assertThat(TestLedgers.steady(store, clock).reserve("client", largest))
                .isInstanceOf(Reservation.QuotaExceeded.class);
    }
}
