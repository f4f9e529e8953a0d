package weather.kwangle.forecast.climate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

class ClimatologyTest {
    private static final Climatology CLIMATOLOGY = Climatology.load();

    /** Round figures of national weather services' published normals; the station's height in metres. */
    @ParameterizedTest
    @CsvSource({
        "Hanoi,         21.03, 105.85,   16,  16.5, 29.5",
        "Singapore,      1.35, 103.80,   15,  26.5, 28.0",
        "Delhi,         28.60,  77.20,  215,  14.0, 31.0",
        "Mumbai,        19.07,  72.88,   10,  24.5, 27.5",
        "Beijing,       39.90, 116.40,   45,  -3.0, 27.0",
        "Tokyo,         35.70, 139.70,   20,   5.5, 26.0",
        "Ulaanbaatar,   47.90, 106.90, 1300, -22.0, 18.0",
        "Moscow,        55.75,  37.60,  150,  -6.5, 19.0",
        "London,        51.50,  -0.12,   15,   5.5, 18.5",
        "Reykjavik,     64.15, -21.94,   30,   0.5, 11.5",
        "Cairo,         30.05,  31.25,   25,  14.0, 28.5",
        "Nairobi,       -1.29,  36.82, 1680,  19.5, 16.5",
        "Addis Ababa,    9.00,  38.75, 2355,  16.0, 15.5",
        "Perth,        -31.95, 115.86,   20,  24.5, 13.0",
        "Sydney,       -33.87, 151.20,   20,  23.0, 13.0",
        "Buenos Aires, -34.60, -58.40,   25,  25.0, 11.0",
        "Bogota,         4.60, -74.08, 2600,  13.2, 13.0",
        "Denver,        39.74,-105.00, 1600,   0.0, 23.5",
        "New York,      40.78, -73.97,   40,   0.5, 25.0",
        "Anchorage,     61.20,-149.90,   30,  -8.0, 15.0",
        "Honolulu,      21.30,-157.86,    5,  23.0, 27.0",
    })
    void midwinterAndMidsummerOfWellKnownCitiesAreNearTheirPublishedNormals(
            String city, double latitude, double longitude, int elevation, double january, double july) {
        assertThat(mean(latitude, longitude, elevation, "2026-01-16").value())
                .as("%s in January", city)
                .isCloseTo(january, within(2.5));
        assertThat(mean(latitude, longitude, elevation, "2026-07-16").value())
                .as("%s in July", city)
                .isCloseTo(july, within(2.5));
    }

    /** Far from every calibration city the value may be off; the band must still hold the published normal. */
    @ParameterizedTest
    @CsvSource({
        "Yakutsk,          62.03, 129.73,  100, -38.6,  19.5",
        "Nuuk,             64.18, -51.70,   20,  -8.0,   7.0",
        "Longyearbyen,     78.22,  15.60,   10, -12.0,   6.5",
        "Alert,            82.50, -62.30,   30, -32.0,   3.5",
        "Stanley,         -51.70, -57.85,   20,  10.0,   2.0",
        "Ponta Delgada,    37.74, -25.67,   30,  14.5,  21.0",
        "McMurdo Station, -77.85, 166.67,   10,  -3.0, -26.0",
        "South Pole,      -90.00,   0.00, 2835, -28.0, -59.0",
        "Lhasa,            29.65,  91.10, 3650,  -1.0,  16.0",
    })
    void bandsOfRemotePlacesHoldTheirPublishedNormals(
            String place, double latitude, double longitude, int elevation, double january, double july) {
        Estimate winter = mean(latitude, longitude, elevation, "2026-01-16");
        Estimate summer = mean(latitude, longitude, elevation, "2026-07-16");

        assertThat(january).as("%s in January", place).isBetween(winter.low(), winter.high());
        assertThat(july).as("%s in July", place).isBetween(summer.low(), summer.high());
    }

    @ParameterizedTest
    @CsvSource({
        "Mumbai,     19.07, 72.88,  2026-01-16, 2026-07-16",
        "Bangkok,    13.75, 100.50, 2026-01-16, 2026-09-15",
        "Beijing,    39.90, 116.40, 2026-01-16, 2026-07-16",
        "Darwin,    -12.45, 130.85, 2026-07-16, 2026-01-16",
        "Lisbon,     38.70, -9.10,  2026-07-16, 2026-12-16",
        "Cape Town, -33.90, 18.40,  2026-01-16, 2026-07-16",
    })
    void dryAndWetSeasonsFallIntoTheirMonths(
            String city, double latitude, double longitude, LocalDate dry, LocalDate wet) {
        DayNormals dryDay = CLIMATOLOGY.day(latitude, longitude, OptionalInt.empty(), dry);
        DayNormals wetDay = CLIMATOLOGY.day(latitude, longitude, OptionalInt.empty(), wet);

        assertThat(wetDay.precipitationAmount().value())
                .as(city)
                .isGreaterThan(4 * dryDay.precipitationAmount().value());
        assertThat(wetDay.precipitationProbability().value())
                .isGreaterThan(dryDay.precipitationProbability().value());
    }

    /** Written by src/data/climate/reference.py: the same formulae over the same file, in Python. */
    @ParameterizedTest
    @CsvFileSource(resources = "reference.csv", numLinesToSkip = 1)
    void agreesWithTheImplementationThatTheCoverageWasMeasuredWith(
            double latitude,
            double longitude,
            Integer elevation,
            LocalDate date,
            double mean,
            double meanLow,
            double maximumHigh,
            double rain,
            double rainHigh,
            double wet,
            double wetLow,
            double windHigh) {
        OptionalInt height = elevation == null ? OptionalInt.empty() : OptionalInt.of(elevation);
        DayNormals day = CLIMATOLOGY.day(latitude, longitude, height, date);

        assertThat(List.of(
                        day.temperatureMean().value(),
                        day.temperatureMean().low(),
                        day.temperatureMaximum().high(),
                        day.precipitationAmount().value(),
                        day.precipitationAmount().high(),
                        day.precipitationProbability().value(),
                        day.precipitationProbability().low(),
                        day.windSpeed().high()))
                .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-6 ? 0 : Double.compare(a, b))
                .containsExactly(mean, meanLow, maximumHigh, rain, rainHigh, wet, wetLow, windHigh);
    }

    @Test
    void higherPlacesAreColder() {
        Estimate valley = mean(46.5, 9.8, 500, "2026-07-16");
        Estimate mountain = mean(46.5, 9.8, 2500, "2026-07-16");

        assertThat(valley.value() - mountain.value()).isCloseTo(11, within(0.01));
    }

    @Test
    void theMonthlyMeansOfTheDaysAreThoseOfTheMonths() {
        double ofDays = LocalDate.of(2026, 7, 1)
                .datesUntil(LocalDate.of(2026, 8, 1))
                .mapToDouble(date -> mean(52.5, 13.4, 40, date.toString()).value())
                .average()
                .orElseThrow();

        assertThat(ofDays).isCloseTo(mean(52.5, 13.4, 40, "2026-07-16").value(), within(0.4));
    }

    @Test
    void theAfternoonIsWarmerThanTheEarlyMorning() {
        Estimate morning = temperature(28.6, 77.2, "2026-04-15T00:30:00Z");
        Estimate afternoon = temperature(28.6, 77.2, "2026-04-15T09:30:00Z");

        assertThat(afternoon.value() - morning.value()).isBetween(8.0, 20.0);
    }

    @Test
    void theWarmestHourOfTheDayIsTwoToThreeHoursAfterSolarNoon() {
        int warmest = IntStream.range(0, 24 * 4)
                .boxed()
                .max((a, b) -> Double.compare(quarter(a), quarter(b)))
                .orElseThrow();

        assertThat(warmest / 4.0).isBetween(14.0, 15.0);
    }

    @Test
    void namesItsSourcesAndTheirLicences() {
        Provenance provenance = CLIMATOLOGY.provenance();

        assertThat(provenance.referencePeriod()).isEqualTo("1981-2010");
        assertThat(provenance.build()).isNotBlank();
        assertThat(provenance.licence()).isEqualTo("CC-BY-4.0");
        assertThat(provenance.attribution()).contains("GLDAS", "MERRA-2", "GeoRank.place", "CFSv2", "GeoNames");
        assertThat(provenance.sources()).hasSize(5).allSatisfy(source -> {
            assertThat(source.licence()).isNotBlank();
            assertThat(source.use()).isNotBlank();
        });
    }

    @Test
    void placesOutsideTheGlobeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CLIMATOLOGY.day(-91, 0, OptionalInt.empty(), LocalDate.EPOCH))
                .withMessageContaining("latitude -91");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CLIMATOLOGY.at(0, 180.5, OptionalInt.empty(), Instant.EPOCH))
                .withMessageContaining("longitude 180.5");
    }

    private static double quarter(int quarterOfDay) {
        Instant start = Instant.parse("2026-05-10T00:00:00Z");
        return CLIMATOLOGY
                .at(48, 0, OptionalInt.empty(), start.plusSeconds(900L * quarterOfDay))
                .temperature()
                .value();
    }

    private static Estimate temperature(double latitude, double longitude, String when) {
        return CLIMATOLOGY
                .at(latitude, longitude, OptionalInt.empty(), Instant.parse(when))
                .temperature();
    }

    private static Estimate mean(double latitude, double longitude, int elevation, String date) {
        return CLIMATOLOGY
                .day(latitude, longitude, OptionalInt.of(elevation), LocalDate.parse(date))
                .temperatureMean();
    }
}
