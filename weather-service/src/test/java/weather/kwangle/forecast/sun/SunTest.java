package weather.kwangle.forecast.sun;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import weather.kwangle.forecast.sun.SunDay.Irregular;
import weather.kwangle.forecast.sun.SunDay.PolarDay;
import weather.kwangle.forecast.sun.SunDay.PolarNight;
import weather.kwangle.forecast.sun.SunDay.RiseAndSet;

class SunTest {
    private static final LocalDate EQUINOX = LocalDate.of(2026, 3, 20);

    /** Reference by PyEphem (VSOP87): src/data/climate/sun_reference.py. */
    @ParameterizedTest
    @CsvFileSource(resources = "sunrise-sunset.csv", numLinesToSkip = 1)
    void agreesWithAnIndependentEphemerisWithinHalfAMinute(
            String place, double latitude, double longitude, Instant after, Instant sunrise, Instant sunset) {
        LocalDate date = after.atOffset(ZoneOffset.UTC).toLocalDate();
        List<SunDay> days = Stream.of(date, date.plusDays(1))
                .map(day -> Sun.on(day, ZoneOffset.UTC, latitude, longitude))
                .toList();

        assertThat(firstAfter(after, days.stream().flatMap(SunTest::sunrises)))
                .as("%s sunrise", place)
                .isCloseTo(sunrise, within(30, ChronoUnit.SECONDS));
        assertThat(firstAfter(after, days.stream().flatMap(SunTest::sunsets)))
                .as("%s sunset", place)
                .isCloseTo(sunset, within(30, ChronoUnit.SECONDS));
    }

    /** Almanac values as printed by national services, to the minute, in local time. */
    @ParameterizedTest
    @CsvSource({
        "Europe/London,    51.507, -0.128, 2025-06-21, 04:43, 21:21",
        "Europe/London,    51.507, -0.128, 2025-12-21, 08:04, 15:53",
        "America/New_York, 40.713, -74.006, 2025-06-21, 05:25, 20:31",
        "America/New_York, 40.713, -74.006, 2025-12-21, 07:17, 16:32",
        "Australia/Sydney, -33.869, 151.209, 2025-06-21, 07:00, 16:54",
    })
    void agreesWithPrintedAlmanacsWithinAMinute(
            ZoneId zone, double latitude, double longitude, LocalDate date, String sunrise, String sunset) {
        RiseAndSet day = (RiseAndSet) Sun.on(date, zone, latitude, longitude);

        assertThat(day.sunrise()).isCloseTo(at(date, sunrise, zone), within(60, ChronoUnit.SECONDS));
        assertThat(day.sunset()).isCloseTo(at(date, sunset, zone), within(60, ChronoUnit.SECONDS));
        assertThat(day.dayLength()).isEqualTo(Duration.between(day.sunrise(), day.sunset()));
    }

    @Test
    void theSunStaysUpAtMidsummerInTromso() {
        SunDay day = Sun.on(LocalDate.of(2026, 6, 21), ZoneId.of("Europe/Oslo"), 69.65, 18.96);

        assertThat(day).isEqualTo(new PolarDay(Duration.ofHours(24)));
    }

    @Test
    void theSunStaysDownAtMidwinterInTromso() {
        SunDay day = Sun.on(LocalDate.of(2026, 12, 21), ZoneId.of("Europe/Oslo"), 69.65, 18.96);

        assertThat(day).isEqualTo(new PolarNight());
        assertThat(day.dayLength()).isZero();
    }

    @Test
    void aPolarDayIsAsLongAsItsCivilDayWhenTheClockChanges() {
        SunDay day = Sun.on(LocalDate.of(2026, 3, 29), ZoneId.of("Europe/Oslo"), 90, 0);

        assertThat(day.dayLength()).isEqualTo(Duration.ofHours(23));
    }

    @Test
    void aSummerSunsetAfterMidnightComesBeforeTheSunriseOfItsCivilDay() {
        RiseAndSet day =
                (RiseAndSet) Sun.on(LocalDate.of(2026, 6, 21), ZoneId.of("Atlantic/Reykjavik"), 64.1466, -21.9426);

        assertThat(day.sunset()).isBefore(day.sunrise());
        assertThat(day.dayLength()).isBetween(Duration.ofHours(21), Duration.ofMinutes(21 * 60 + 15));
    }

    @Test
    void theLastDaysBeforeThePolarDayHaveOddNumbersOfEvents() {
        ZoneId oslo = ZoneId.of("Europe/Oslo");
        List<SunDay> spring = LocalDate.of(2026, 5, 1)
                .datesUntil(LocalDate.of(2026, 6, 1))
                .map(date -> Sun.on(date, oslo, 69.65, 18.96))
                .toList();

        assertThat(spring).hasAtLeastOneElementOfType(Irregular.class);
        assertThat(spring.getFirst()).isInstanceOf(RiseAndSet.class);
        assertThat(spring.getLast()).isInstanceOf(PolarDay.class);
    }

    @Test
    void aDateThatTheZoneLeftOutHasNoSun() {
        SunDay day = Sun.on(LocalDate.of(2011, 12, 30), ZoneId.of("Pacific/Apia"), -13.8, -171.8);

        assertThat(day).isEqualTo(new Irregular(List.of(), List.of(), Duration.ZERO));
    }

    @Test
    void placesOutsideTheGlobeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Sun.on(EQUINOX, ZoneOffset.UTC, 90.1, 0))
                .withMessageContaining("latitude 90.1");
        assertThatIllegalArgumentException().isThrownBy(() -> Sun.on(EQUINOX, ZoneOffset.UTC, 0, Double.NaN));
    }

    @Property(seed = "20261124", tries = 200)
    void aDayAtTheEquinoxHasTwelveHoursAndALittleForRefraction(
            @ForAll @DoubleRange(min = -60, max = 60) double latitude,
            @ForAll @DoubleRange(min = -180, max = 180) double longitude) {
        assertThat(Sun.on(EQUINOX, zone(longitude), latitude, longitude).dayLength())
                .isBetween(Duration.ofMinutes(12 * 60 + 4), Duration.ofMinutes(12 * 60 + 18));
    }

    @Property(seed = "20261124", tries = 200)
    void whatOneHemisphereGainsTheOtherLoses(
            @ForAll @DoubleRange(min = 0, max = 60) double latitude,
            @ForAll @IntRange(min = 1, max = 365) int dayOfYear) {
        LocalDate date = LocalDate.ofYearDay(2026, dayOfYear);
        Duration both = Sun.on(date, ZoneOffset.UTC, latitude, 0)
                .dayLength()
                .plus(Sun.on(date, ZoneOffset.UTC, -latitude, 0).dayLength());

        assertThat(both).isBetween(Duration.ofMinutes(24 * 60 + 8), Duration.ofMinutes(24 * 60 + 45));
    }

    @Property(seed = "20261124", tries = 300)
    void everyDayOfEveryPlaceHasADayLengthWithinItsCivilDay(
            @ForAll @DoubleRange(min = -90, max = 90) double latitude,
            @ForAll @DoubleRange(min = -180, max = 180) double longitude,
            @ForAll @IntRange(min = 0, max = 20_000) int epochDay) {
        SunDay day = Sun.on(LocalDate.ofEpochDay(epochDay), zone(longitude), latitude, longitude);

        assertThat(day.dayLength()).isBetween(Duration.ZERO, Duration.ofHours(24));
        if (day instanceof Irregular(List<Instant> sunrises, List<Instant> sunsets, Duration _)) {
            assertThat(sunrises.size() + sunsets.size()).isPositive();
            assertThat(sunrises).isSorted();
            assertThat(sunsets).isSorted();
            assertThat(Math.abs(sunrises.size() - sunsets.size())).isLessThanOrEqualTo(1);
        }
    }

    /** Meeus, Astronomical Algorithms, example 25.a: 1992 October 13, 0h: declination -7.785 degrees. */
    @Example
    void declinationMatchesTheWorkedExample() {
        SolarPosition sun = SolarPosition.at(Instant.parse("1992-10-13T00:00:00Z"));

        assertThat(Math.toDegrees(sun.declination())).isEqualTo(-7.78507, within(0.001));
        // example 28.a, same instant: 13 minutes 42.7 seconds
        assertThat(sun.equationOfTimeMinutes()).isEqualTo(13.711, within(0.02));
    }

    private static ZoneId zone(double longitude) {
        return ZoneOffset.ofHours((int) Math.round(longitude / 15));
    }

    private static Instant at(LocalDate date, String time, ZoneId zone) {
        return date.atTime(LocalTime.parse(time)).atZone(zone).toInstant();
    }

    private static Instant firstAfter(Instant after, Stream<Instant> events) {
        return events.filter(after::isBefore).sorted().findFirst().orElseThrow();
    }

    private static Stream<Instant> sunrises(SunDay day) {
        return switch (day) {
            case RiseAndSet usual -> Stream.of(usual.sunrise());
            case Irregular odd -> odd.sunrises().stream();
            case PolarDay _, PolarNight _ -> Stream.empty();
        };
    }

    private static Stream<Instant> sunsets(SunDay day) {
        return switch (day) {
            case RiseAndSet usual -> Stream.of(usual.sunset());
            case Irregular odd -> odd.sunsets().stream();
            case PolarDay _, PolarNight _ -> Stream.empty();
        };
    }
}
