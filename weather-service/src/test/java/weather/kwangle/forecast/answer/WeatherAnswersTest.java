package weather.kwangle.forecast.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weather.kwangle.forecast.answer.Reply.Given;
import weather.kwangle.forecast.answer.Reply.Refused;
import weather.kwangle.forecast.climate.Climatology;
import weather.kwangle.forecast.place.PlaceIndex;
import weather.kwangle.forecast.place.PlaceSearch;

class WeatherAnswersTest {
    private static final WeatherAnswers ANSWERS =
            new WeatherAnswers(new PlaceSearch(PlaceIndex.load()), Climatology.load());
    private static final String LONGYEARBYEN = "geonames:2729907";

    @ParameterizedTest
    @CsvSource({
        "2027-03-27, 24", "2027-03-28, 23", "2027-03-29, 24",
        "2027-10-30, 24", "2027-10-31, 25", "2027-11-01, 24"
    })
    void aDayInBerlinIsAsLongAsItsClockSays(LocalDate date, int hours) {
        DayAnswer day = day("Berlin, Germany", date);

        assertThat(day.date()).isEqualTo(date);
        assertThat(Duration.between(day.start(), day.end())).hasHours(hours);
    }

    @Test
    void theOffsetChangesWithinADayOfChange() {
        DayAnswer day = day("Berlin, Germany", LocalDate.parse("2027-03-28"));

        assertThat(day.start()).hasToString("2027-03-28T00:00+01:00");
        assertThat(day.end()).hasToString("2027-03-29T00:00+02:00");
    }

    @Test
    void aDayWithoutMidnightStartsWhenItStarts() {
        DayAnswer day = day("Santiago, Chile", LocalDate.parse("2027-09-05"));

        assertThat(day.start()).hasToString("2027-09-05T01:00-03:00");
        assertThat(Duration.between(day.start(), day.end())).hasHours(23);
    }

    @Test
    void inThePolarNightTheSunDoesNotRise() {
        SunAnswer sun = day(LONGYEARBYEN, LocalDate.parse("2026-12-21")).sun();

        assertThat(sun.state()).isEqualTo(SunAnswer.State.POLAR_NIGHT);
        assertThat(sun.sunrise()).isEmpty();
        assertThat(sun.sunset()).isEmpty();
        assertThat(sun.dayLength()).isZero();
    }

    @Test
    void inThePolarDayItDoesNotSet() {
        SunAnswer sun = day(LONGYEARBYEN, LocalDate.parse("2027-06-21")).sun();

        assertThat(sun.state()).isEqualTo(SunAnswer.State.POLAR_DAY);
        assertThat(sun.sunrise()).isEmpty();
        assertThat(sun.sunset()).isEmpty();
        assertThat(sun.dayLength()).hasHours(24);
    }

    @Test
    void theSunRisesAndSetsOnTheDayItIsToldFor() {
        DayAnswer day = day("Hanoi", LocalDate.parse("2026-11-24"));

        assertThat(day.sun().state()).isEqualTo(SunAnswer.State.RISES_AND_SETS);
        assertThat(day.sun().sunrise())
                .hasValueSatisfying(sunrise -> assertThat(sunrise).isBetween(day.start(), day.end()));
        assertThat(day.sun().sunset())
                .hasValueSatisfying(sunset -> assertThat(sunset).isBetween(day.start(), day.end()));
    }

    @ParameterizedTest
    @CsvSource({
        "Longyearbyen",
        "Hanoi",
        "'-90,0'",
        "'90,180'",
        "'0,-180'",
        "'-14.63,-69.45'",
        "'14.24,40.30'",
        "'36.24,-116.83'",
        "Singapore"
    })
    void noBandIsInsideOutAndNoProbabilityOutOfRange(String location) {
        for (DayAnswer day : days(location, LocalDate.parse("2027-01-01"))) {
            assertThat(day.values().values())
                    .allSatisfy(value -> assertThat(value.value())
                            .isBetween(value.band().low(), value.band().high()));
            assertThat(day.values().get("precipitation_probability").band().low())
                    .isNotNegative();
            assertThat(day.values().get("precipitation_probability").band().high())
                    .isLessThanOrEqualTo(100);
        }
    }

    @Test
    void theSameQuestionAtTheSameTimeHasTheSameAnswer() {
        Instant now = Instant.parse("2026-11-24T05:00:00Z");

        assertThat(ANSWERS.forecast("Hanoi", 14, now)).isEqualTo(ANSWERS.forecast("Hanoi", 14, now));
    }

    @Test
    void everyAnswerIsFreshForSomeTime() {
        Instant lastMoment = Instant.parse("2026-11-24T16:59:59.999Z");

        assertThat(ANSWERS.forecast("Hanoi", 1, lastMoment))
                .isInstanceOfSatisfying(
                        Given.class, given -> assertThat(given.freshFor()).isPositive());
    }

    private static DayAnswer day(String location, LocalDate date) {
        return days(location, date).getFirst();
    }

    private static List<DayAnswer> days(String location, LocalDate from) {
        Instant noon = from.atTime(12, 0).toInstant(ZoneOffset.UTC);
        return switch (ANSWERS.forecast(location, 14, noon)) {
            case Given<ForecastAnswer> given -> given.body().days();
            case Refused<ForecastAnswer> refused ->
                throw new AssertionError(refused.problem().detail());
        };
    }
}
