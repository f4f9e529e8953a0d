package weather.kwangle.forecast.climate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class RainfallTest {

    @Test
    void aDryMonthHasNoWetDays() {
        Rainfall none = new Rainfall(0, 25);

        assertThat(none.wetShare()).isZero();
        assertThat(none.probabilityOf(1)).isZero();
        assertThat(none.amountExceededWith(0.1)).isZero();
    }

    @Test
    void theAmountsOfTheDaysAddUpToTheMean() {
        Rainfall rain = new Rainfall(4, 12);
        double sum = 0;
        double step = 0.01;
        for (double amount = step / 2; amount < 400; amount += step) {
            sum += rain.probabilityOf(amount) * step;
        }

        assertThat(sum).isCloseTo(4, within(0.01));
    }

    @Property(seed = "20261124")
    void probabilityAndAmountAreEachOthersInverse(
            @ForAll @DoubleRange(min = 0.01, max = 30) double mean,
            @ForAll @DoubleRange(min = -40, max = 40) double temperature) {
        Rainfall rain = new Rainfall(mean, temperature);
        double amount = rain.amountExceededWith(0.1);

        if (amount > 0) {
            assertThat(rain.probabilityOf(amount)).isCloseTo(0.1, within(1e-9));
        } else {
            assertThat(rain.wetShare()).isLessThanOrEqualTo(0.1);
        }
    }

    @Property(seed = "20261124")
    void moreRainMeansMoreWetDays(
            @ForAll @DoubleRange(min = 0.01, max = 30) double mean,
            @ForAll @DoubleRange(min = -40, max = 40) double temperature) {
        Rainfall rain = new Rainfall(mean, temperature);

        assertThat(rain.times(1.5).wetShare()).isGreaterThanOrEqualTo(rain.wetShare());
        assertThat(rain.times(1.5).probabilityOf(1)).isGreaterThanOrEqualTo(rain.probabilityOf(1));
    }
}
