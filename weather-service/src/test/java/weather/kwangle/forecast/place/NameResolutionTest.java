package weather.kwangle.forecast.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NameResolutionTest {

    @ParameterizedTest
    @CsvSource({
        "東京, Tokyo",
        "München, Munich",
        "Munchen, Munich",
        "Muenchen, Munich",
        "São Paulo, São Paulo",
        "sao paulo, São Paulo",
        "Ho Chi Minh City, Ho Chi Minh City",
        "Hồ Chí Minh, Ho Chi Minh City",
        "Saigon, Ho Chi Minh City",
        "Москва, Moscow",
        "القاهرة, Cairo",
        "서울, Seoul",
        "Zürich, Zürich",
        "Zuerich, Zürich",
        "İstanbul, Istanbul",
        "ISTANBUL, Istanbul",
        "กรุงเทพ, Bangkok",
        "மும்பை, Mumbai",
        "תל אביב, Tel Aviv",
        "Łódź, Łódź",
        "Tromsoe, Tromsø",
        "Bombay, Mumbai",
        "NYC, New York City",
        "St Petersburg, Saint Petersburg"
    })
    void aCityIsFoundInTheWritingOfItsCaller(String written, String name) {
        assertThat(ShippedIndex.found(written).name()).isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "Paris, FR",
        "London, GB",
        "Hanoi, VN",
        "San Jose, US",
        "Portland, US",
        "Birmingham, GB",
        "Santiago, CL",
        "New York, US",
        "Washington, US",
        "Rom, IT",
        "Cologne, DE",
        "Yao, JP"
    })
    void aNameThatOneCityOutshinesMeansThatCity(String name, String country) {
        assertThat(ShippedIndex.found(name).countryCode()).isEqualTo(country);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Springfield", "Victoria", "Cambridge", "Georgetown", "Newcastle", "St. John's", "Canton"})
    void aNameThatNoCityOutshinesIsAmbiguous(String name) {
        assertThat(ShippedIndex.SEARCH.resolve(name))
                .isInstanceOfSatisfying(
                        Resolution.Ambiguous.class,
                        ambiguous -> assertThat(ambiguous.candidates())
                                .hasSizeBetween(2, 10)
                                .doesNotHaveDuplicates());
    }

    @Test
    void theOthersOfThatNameAreOfferedMostPopulousFirst() {
        assertThat(alternatives("London").stream().map(Place::admin1).limit(2))
                .map(admin1 -> admin1.orElse(""))
                .containsExactly("Ontario", "Ohio");
        assertThat(alternatives("Paris"))
                .hasSize(5)
                .isSortedAccordingTo((a, b) -> Long.compare(b.population(), a.population()));
    }

    @Test
    void aPartOfACityIsMeantWhenItIsNamed() {
        assertThat(ShippedIndex.found("New Delhi").geonameId()).isEqualTo(1261481);
        assertThat(alternatives("New Delhi")).extracting(Place::name).contains("Delhi");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Paris, Texas|Texas|US",
                "Paris, TX|Texas|US",
                "paris,tx,usa|Texas|US",
                "Paris, France|Île-de-France|FR",
                "Springfield, Illinois|Illinois|US",
                "Springfield, Sangamon County, IL, US|Illinois|US",
                "Springfield, Sangamon|Illinois|US",
                "Portland, ME|Maine|US",
                "Atlanta, Georgia|Georgia|US",
                "Washington, D.C.|District of Columbia|US",
                "Toronto, ON|Ontario|CA",
                "Newcastle, NSW|New South Wales|AU",
                "São Paulo, SP, Brazil|São Paulo|BR",
                "Cambridge, England|England|GB",
                "Cambridge, UK|England|GB",
                "Hanoi, Viet Nam|Hanoi|VN",
                "San José, Costa Rica|San José|CR",
                "Georgetown, GUY|Demerara-Mahaica|GY"
            })
    void qualifiersNarrowAName(String written, String admin1, String country) {
        Place place = ShippedIndex.found(written);
        assertThat(place.admin1()).contains(admin1);
        assertThat(place.countryCode()).isEqualTo(country);
    }

    @Test
    void aCountryIsReadBeforeAStateAndTheStateIsOffered() {
        assertThat(ShippedIndex.found("London,CA").admin1()).contains("Ontario");
        assertThat(alternatives("London,CA"))
                .extracting(place -> place.admin1().orElse(""))
                .containsExactly("California");
    }

    @Test
    void aCountryIsNotReadWhereItsPlaceIsAVillageAndTheStatesIsACity() {
        assertThat(ShippedIndex.found("Pasadena, CA").admin1()).contains("California");
        assertThat(alternatives("Pasadena, CA"))
                .extracting(place -> place.admin1().orElse(""))
                .containsExactly("Newfoundland and Labrador");
    }

    @Test
    void aTerritoryCanBeNamedByItsCountry() {
        assertThat(ShippedIndex.found("Hong Kong, China").countryCode()).isEqualTo("HK");
        assertThat(ShippedIndex.found("Nuuk, Denmark").countryCode()).isEqualTo("GL");
    }

    @Test
    void aNameMayHoldACommaItself() {
        assertThat(ShippedIndex.found("Sant Pere, Santa Caterina i La Ribera, Spain")
                        .name())
                .isEqualTo("Sant Pere, Santa Caterina i La Ribera");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Qqxzv", "Paris, Vietnam", "Paris, Nowhere", "geonames:1", "geonames:999999999999", "12"})
    void whatNobodyBearsIsUnknown(String written) {
        assertThat(ShippedIndex.SEARCH.resolve(written)).isEqualTo(new Resolution.Unknown());
    }

    @Test
    void anIdentifierMeansItsPlaceAlone() {
        assertThat(ShippedIndex.SEARCH.resolve("geonames:1581130"))
                .isInstanceOfSatisfying(Resolution.Found.class, found -> {
                    assertThat(found.place().name()).isEqualTo("Hanoi");
                    assertThat(found.alternatives()).isEmpty();
                });
    }

    @Test
    void whatCannotBeReadIsMalformed() {
        assertThat(ShippedIndex.SEARCH.resolve("91,0"))
                .isEqualTo(new Resolution.Malformed("The latitude 91 is out of range.", "latitude from -90 to 90"));
    }

    private static List<Place> alternatives(String location) {
        return ((Resolution.Found) ShippedIndex.SEARCH.resolve(location)).alternatives();
    }
}
