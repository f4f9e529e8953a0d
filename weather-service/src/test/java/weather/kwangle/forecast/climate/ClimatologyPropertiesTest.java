package weather.kwangle.forecast.climate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.LocalDate;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

class ClimatologyPropertiesTest {
    private static final Climatology CLIMATOLOGY = Climatology.load();
    private static final OptionalInt UNKNOWN = OptionalInt.empty();
    private static final double TINY_STEP_DEGREES = 1e-4;

    @Property(seed = "20261124")
    void everyDayEverywhereHasOrderedFiniteValues(
            @ForAll @DoubleRange(min = -90, max = 90) double latitude,
            @ForAll @DoubleRange(min = -180, max = 180) double longitude,
            @ForAll @IntRange(min = -400, max = 5600) int elevation,
            @ForAll @IntRange(min = -20_000, max = 40_000) int epochDay) {
        DayNormals day =
                CLIMATOLOGY.day(latitude, longitude, OptionalInt.of(elevation), LocalDate.ofEpochDay(epochDay));

        assertThat(day.temperatureMinimum().value())
                .isLessThanOrEqualTo(day.temperatureMean().value());
        assertThat(day.temperatureMean().value())
                .isLessThanOrEqualTo(day.temperatureMaximum().value());
        assertThat(day.temperatureMean().value()).isBetween(-110.0, 50.0);
        assertThat(day.precipitationAmount().low()).isZero();
        assertThat(day.precipitationAmount().high()).isLessThan(400);
        assertThat(day.precipitationProbability().low()).isNotNegative();
        assertThat(day.precipitationProbability().high()).isLessThanOrEqualTo(1);
        assertThat(day.windSpeed().low()).isPositive();
    }

    @Property(seed = "20261124")
    void everyHourLiesWithinTheUsualRangeOfItsDay(
            @ForAll @DoubleRange(min = -90, max = 90) double latitude,
            @ForAll @DoubleRange(min = -180, max = 180) double longitude,
            @ForAll @IntRange(min = 0, max = 2_000_000_000) int epochSecond) {
        Instant when = Instant.ofEpochSecond(epochSecond);
        HourNormals hour = CLIMATOLOGY.at(latitude, longitude, UNKNOWN, when);
        DayNormals day = CLIMATOLOGY.day(latitude, longitude, UNKNOWN, LocalDate.ofEpochDay(epochSecond / 86_400));

        assertThat(hour.temperature().value())
                .isBetween(
                        day.temperatureMinimum().value() - 1,
                        day.temperatureMaximum().value() + 1);
    }

    @Property(seed = "20261124")
    void neighboursHaveNearlyTheSameNormals(
            @ForAll @DoubleRange(min = -89, max = 89) double latitude,
            @ForAll @DoubleRange(min = -179, max = 179) double longitude,
            @ForAll @IntRange(min = 1, max = 365) int dayOfYear) {
        LocalDate date = LocalDate.ofYearDay(2026, dayOfYear);
        DayNormals here = CLIMATOLOGY.day(latitude, longitude, UNKNOWN, date);
        DayNormals there = CLIMATOLOGY.day(latitude + TINY_STEP_DEGREES, longitude + TINY_STEP_DEGREES, UNKNOWN, date);

        assertClose(here, there, day -> day.temperatureMean().value());
        assertClose(here, there, day -> day.temperatureMaximum().high());
        assertClose(here, there, day -> day.precipitationAmount().high() / 10);
        assertClose(here, there, day -> day.windSpeed().value());
    }

    @Property(seed = "20261124")
    void theDateLineIsNoBorder(
            @ForAll @DoubleRange(min = -90, max = 90) double latitude,
            @ForAll @IntRange(min = 1, max = 365) int dayOfYear) {
        LocalDate date = LocalDate.ofYearDay(2026, dayOfYear);

        assertThat(CLIMATOLOGY.day(latitude, 180, UNKNOWN, date))
                .isEqualTo(CLIMATOLOGY.day(latitude, -180, UNKNOWN, date));
    }

    @Property(seed = "20261124")
    void aPoleIsOnePoint(@ForAll @DoubleRange(min = -180, max = 180) double longitude) {
        LocalDate date = LocalDate.of(2026, 7, 1);

        assertThat(CLIMATOLOGY
                        .day(90, longitude, UNKNOWN, date)
                        .temperatureMean()
                        .value())
                .isCloseTo(
                        CLIMATOLOGY.day(90, 0, UNKNOWN, date).temperatureMean().value(), within(1e-9));
    }

    @Property(seed = "20261124")
    void noDayJumpsAgainstTheNextNotEvenOverNewYearOrALeapDay(
            @ForAll @DoubleRange(min = -90, max = 90) double latitude,
            @ForAll @DoubleRange(min = -180, max = 180) double longitude,
            @ForAll @IntRange(min = 0, max = 1500) int days) {
        LocalDate date = LocalDate.of(2023, 12, 1).plusDays(days);
        double today = CLIMATOLOGY
                .day(latitude, longitude, UNKNOWN, date)
                .temperatureMean()
                .value();
        double tomorrow = CLIMATOLOGY
                .day(latitude, longitude, UNKNOWN, date.plusDays(1))
                .temperatureMean()
                .value();

        assertThat(tomorrow).isCloseTo(today, within(0.8));
    }

    @Property(seed = "20261124")
    void noSecondJumpsAgainstTheNext(
            @ForAll @DoubleRange(min = -89, max = 89) double latitude,
            @ForAll @DoubleRange(min = -180, max = 180) double longitude,
            @ForAll @IntRange(min = 0, max = 2_000_000_000) int epochSecond) {
        Instant when = Instant.ofEpochSecond(epochSecond);

        assertThat(CLIMATOLOGY
                        .at(latitude, longitude, UNKNOWN, when.plusSeconds(1))
                        .temperature()
                        .value())
                .isCloseTo(
                        CLIMATOLOGY
                                .at(latitude, longitude, UNKNOWN, when)
                                .temperature()
                                .value(),
                        within(0.01));
    }

    @Example
    void theFirstSecondOfTheYearFollowsTheLast() {
        double before = CLIMATOLOGY
                .at(50, 10, UNKNOWN, Instant.parse("2026-12-31T23:59:59Z"))
                .temperature()
                .value();

        assertThat(CLIMATOLOGY
                        .at(50, 10, UNKNOWN, Instant.parse("2027-01-01T00:00:00Z"))
                        .temperature()
                        .value())
                .isCloseTo(before, within(0.01));
    }

    private static void assertClose(DayNormals here, DayNormals there, ToDoubleFunction<DayNormals> quantity) {
        assertThat(quantity.applyAsDouble(there)).isCloseTo(quantity.applyAsDouble(here), within(0.05));
    }
}
