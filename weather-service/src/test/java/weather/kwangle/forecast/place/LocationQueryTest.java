package weather.kwangle.forecast.place;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocationQueryTest {

    @Test
    void commasSeparateANameFromWhatNarrowsIt() {
        assertThat(LocationQuery.parse(" Paris ,Texas,  U.S. "))
                .isEqualTo(new LocationQuery.Named(List.of("Paris", "Texas", "U.S.")));
    }

    @Test
    void otherScriptsCommasSeparateToo() {
        assertThat(LocationQuery.parse("東京、JP")).isEqualTo(new LocationQuery.Named(List.of("東京", "JP")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"21.03,105.85|21.03|105.85", "-90, 180|-90|180", "+0.5 ,-0|0.5|-0.0", "−33.9,18.4|-33.9|18.4"})
    void twoNumbersArePoint(String text, double latitude, double longitude) {
        assertThat(LocationQuery.parse(text)).isEqualTo(new LocationQuery.Point(latitude, longitude));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "90.0001,0",
                "0,-180.1",
                "0,360",
                "999,0",
                "1,2,3",
                "48,85;2,35",
                "21.03 105.85",
                "21.,105",
                "1,",
                "1°,2°"
            })
    void numbersThatAreNoPointAreRefused(String text) {
        assertThat(LocationQuery.parse(text)).isInstanceOf(LocationQuery.Refused.class);
    }

    @Test
    void aBareNumberCanBeAName() {
        assertThat(LocationQuery.parse("100")).isEqualTo(new LocationQuery.Named(List.of("100")));
    }

    @Test
    void anIdentifierIsReadInAnyCase() {
        assertThat(LocationQuery.parse("GeoNames:1581130")).isEqualTo(new LocationQuery.Identifier(1581130));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"geonames:", "geonames:abc", "geonames:0", "geonames:-1", "geonames:1234567890123", "geonames:１２"
            })
    void anIdentifierThatIsNoNumberIsRefused(String text) {
        assertThat(LocationQuery.parse(text)).isInstanceOf(LocationQuery.Refused.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "!!!",
                ",Texas",
                "Paris,",
                "Paris,,FR",
                "a,b,c,d,e",
                "Pa\u0000ris",
                "Pa\nris",
                "\uD800",
                "x\u2028y"
            })
    void whatHoldsNoNameOrAControlCharacterIsRefused(String text) {
        assertThat(LocationQuery.parse(text)).isInstanceOf(LocationQuery.Refused.class);
    }

    @Test
    void aRefusalSaysWhatIsWrongAndWhatIsExpected() {
        assertThat(LocationQuery.parse("91,0"))
                .isEqualTo(new LocationQuery.Refused("The latitude 91 is out of range.", "latitude from -90 to 90"));
        assertThat(LocationQuery.parse("x".repeat(201)))
                .isEqualTo(new LocationQuery.Refused(
                        "The location has 201 characters, at most 200 are read.",
                        "name[, state or province][, country] of at most 200 characters, or latitude,longitude, or"
                                + " geonames:<id>"));
    }
}
