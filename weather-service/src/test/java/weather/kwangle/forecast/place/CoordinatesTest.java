package weather.kwangle.forecast.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoordinatesTest {

    @Test
    void aPointInACityKnowsThePlaceAndTheDistance() {
        Resolution.Coordinates point = coordinates("48.8534,2.3488");
        assertThat(point.nearest()).get().extracting(Place::countryCode).isEqualTo("FR");
        assertThat(point.distanceKm().orElseThrow()).isLessThan(1);
        assertThat(point.zone().getId()).isEqualTo("Europe/Paris");
    }

    @Test
    void aPointFarFromAnyPlaceHasOnlyAZone() {
        // South of Iceland, some 130 km off the coast.
        Resolution.Coordinates point = coordinates("62.3,-19.5");
        assertThat(point.nearest()).isEmpty();
        assertThat(point.distanceKm()).isEmpty();
        assertThat(point.zone().getId()).isEqualTo("Atlantic/Reykjavik");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0,-150|Etc/GMT+10",
                "-45,100|Etc/GMT-7",
                "-90,0|Etc/GMT",
                "90,180|Etc/GMT-12",
                "90,-180|Etc/GMT+12"
            })
    void atSeaTheNauticalZoneApplies(String location, String zone) {
        assertThat(coordinates(location).zone().getId()).isEqualTo(zone);
    }

    @Test
    void theDateLineIsNoBorder() {
        // Egvekinot lies at 179.12 degrees west, Labasa at 179.36 degrees east.
        assertThat(coordinates("66.32,179.98").nearest())
                .get()
                .extracting(Place::name)
                .isEqualTo("Egvekinot");
        assertThat(coordinates("-16.43,-179.98").zone().getId()).isEqualTo("Pacific/Fiji");
    }

    @Test
    void aQuarterOfAMeridianIsTenThousandKilometres() {
        assertThat(GreatCircle.km(0, 0, 90, 0)).isCloseTo(10_007.557, within(0.001));
    }

    @Property(seed = "20261124", tries = 60)
    void theNearestIsWhatASearchOfAllPlacesFinds(
            @ForAll @DoubleRange(min = -90, max = 90) double latitude,
            @ForAll @DoubleRange(min = -180, max = 180) double longitude) {
        PlaceTable places = ShippedIndex.INDEX.places();
        List<Integer> expected = IntStream.range(0, places.size())
                .filter(row -> distance(places, row, latitude, longitude) <= 300)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(row -> distance(places, row, latitude, longitude))
                        .thenComparing(row -> row))
                .limit(3)
                .toList();
        assertThat(ShippedIndex.INDEX.nearest().within(latitude, longitude, 300, 3))
                .extracting(NearestPlaces.Neighbour::row)
                .isEqualTo(expected);
    }

    private static double distance(PlaceTable places, int row, double latitude, double longitude) {
        return GreatCircle.km(latitude, longitude, places.latitude(row), places.longitude(row));
    }

    private static Resolution.Coordinates coordinates(String location) {
        return (Resolution.Coordinates) ShippedIndex.SEARCH.resolve(location);
    }
}
