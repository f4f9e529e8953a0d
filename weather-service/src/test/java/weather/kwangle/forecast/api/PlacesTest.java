package weather.kwangle.forecast.api;

import static org.assertj.core.api.Assertions.assertThat;
import static weather.kwangle.forecast.ServiceUnderTest.encoded;
import static weather.kwangle.forecast.ServiceUnderTest.get;
import static weather.kwangle.forecast.ServiceUnderTest.json;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacesTest {

    @ParameterizedTest
    @CsvSource({"mün, Munich", "mun, Munich", "Ханой, Hanoi", "東京, Tokyo"})
    void aPlaceIsFoundByTheStartOfAnyOfItsNames(String prefix, String name) {
        assertThat(json(get("/places?limit=50&prefix=" + encoded(prefix))).get("places"))
                .extracting(place -> place.get("name").stringValue())
                .contains(name);
    }

    @Test
    void tenPlacesAreAnsweredUnlessAskedOtherwise() {
        assertThat(json(get("/places?prefix=san")).get("places")).hasSize(10);
        assertThat(json(get("/places?prefix=san&limit=50")).get("places")).hasSize(50);
        assertThat(json(get("/places?prefix=san&limit=1")).get("places")).hasSize(1);
    }

    @Test
    void noPlaceIsAnAnswerToo() {
        assertThat(get("/places?prefix=qqqqqq").body()).isEqualTo("{\"places\":[]}");
    }
}
