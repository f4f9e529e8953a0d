package weather.kwangle.forecast.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The world's largest cities, each asked for by its own name. */
class PopulousCitiesTest {

    /** Cities that their name alone does not find, and why that is right. */
    private static final Map<String, String> EXCEPTIONS = Map.of(
            "geonames:1793743", "Suzhou in Anhui: Suzhou in Jiangsu has four times as many people",
            "geonames:3128760", "Barcelona in Spain: the one in Venezuela has half as many",
            "geonames:3625549", "Valencia in Venezuela: the one in Spain has half as many",
            "geonames:1793505", "Taizhou in Jiangsu: the one in Zhejiang is as large",
            "geonames:8400694", "Taizhou in Zhejiang: the one in Jiangsu is as large",
            "geonames:1176734", "Hyderabad in Pakistan: the one in India has five times as many",
            "geonames:1270926", "Gorakhpur in Haryana: the one in Uttar Pradesh has half as many",
            "geonames:1808956", "Changzhi: GeoNames lists another one in Shanxi with half as many");

    @Test
    void theTwoHundredLargestAllResolveToThemselves() {
        assertThat(unresolved(200)).isEmpty();
    }

    @Test
    void ofTheFourHundredLargestOnlyTheListedDoNot() {
        assertThat(unresolved(400)).containsOnlyKeys(EXCEPTIONS.keySet());
    }

    @Test
    void whoDoesNotResolveIsAtLeastOffered() {
        assertThat(unresolved(1_000)).hasSizeLessThan(30).doesNotContainValue(Optional.empty());
    }

    @Test
    void everyLargeCityIsFoundWithItsCountryOrOffered() {
        assertThat(IntStream.range(0, 5_000)
                        .mapToObj(ShippedIndex.INDEX.places()::place)
                        .filter(city ->
                                !offers(ShippedIndex.SEARCH.resolve(city.name() + ", " + city.countryCode()), city)))
                .isEmpty();
    }

    /** The places, among so many of the largest, that their own name does not find; with what offers them instead. */
    private static Map<String, Optional<Resolution>> unresolved(int largest) {
        Map<String, Optional<Resolution>> unresolved = new TreeMap<>();
        IntStream.range(0, largest).mapToObj(ShippedIndex.INDEX.places()::place).forEach(city -> {
            Resolution resolution = ShippedIndex.SEARCH.resolve(city.name());
            boolean itself = resolution instanceof Resolution.Found found
                    && found.place().equals(city);
            if (!itself) {
                unresolved.put(city.id(), Optional.of(resolution).filter(offer -> offers(offer, city)));
            }
        });
        return unresolved;
    }

    private static boolean offers(Resolution resolution, Place city) {
        return switch (resolution) {
            case Resolution.Found found ->
                found.place().equals(city) || found.alternatives().contains(city);
            case Resolution.Ambiguous ambiguous -> ambiguous.candidates().contains(city);
            case Resolution.Coordinates _, Resolution.Unknown _, Resolution.Malformed _ -> false;
        };
    }
}
