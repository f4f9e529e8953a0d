package weather.kwangle.forecast.api;

import static org.assertj.core.api.Assertions.assertThat;
import static weather.kwangle.forecast.ServiceUnderTest.forecast;
import static weather.kwangle.forecast.ServiceUnderTest.get;
import static weather.kwangle.forecast.ServiceUnderTest.json;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import weather.kwangle.forecast.ServiceUnderTest;

class ForecastTest {

    /** What may change with the data: the weather's numbers, the height, the build and its credits; and the sun's seconds. */
    private static final String CHANGING = "(\"(?:value|low|high|elevation|population)\":)-?[0-9.]+";

    @Test
    void hanoiIsAnsweredInTheWordsAndTheOrderOfTheContract() throws IOException {
        String golden = resource("hanoi-forecast.json").replaceAll("\\R\\s*", "");

        HttpResponse<String> answer = get("/forecast?location=Hanoi&days=2");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(withoutData(answer.body())).isEqualTo(withoutData(golden));
    }

    @Test
    void aNovemberDayInHanoiIsMildAndItsBandsHoldTheirValues() {
        JsonNode values = json(forecast("Hanoi")).at("/days/0/values");

        assertThat(values.at("/air_temperature_maximum/value").doubleValue()).isBetween(22.0, 30.0);
        assertThat(values.at("/air_temperature_minimum/value").doubleValue()).isBetween(13.0, 22.0);
        assertThat(values.at("/precipitation_probability/value").doubleValue()).isBetween(5.0, 50.0);
        assertThat(values).hasSize(6).allSatisfy(value -> {
            assertThat(value.get("kind").stringValue()).isEqualTo("climatology");
            assertThat(value.get("value").doubleValue())
                    .isBetween(
                            value.at("/band/low").doubleValue(),
                            value.at("/band/high").doubleValue());
        });
    }

    @Test
    void sevenDaysAreAnsweredUnlessAskedOtherwise() {
        assertThat(json(forecast("Hanoi")).get("days")).hasSize(7);
        assertThat(json(get("/forecast?location=Hanoi&days=1")).get("days")).hasSize(1);
        assertThat(json(get("/forecast?location=Hanoi&days=14")).get("days")).hasSize(14);
    }

    @Test
    void theFirstDayIsTodayWhereThePlaceIs() {
        ServiceUnderTest.at(Instant.parse("2026-12-31T20:00:00Z"), () -> {
            assertThat(json(forecast("Hanoi")).at("/days/0/date").stringValue()).isEqualTo("2027-01-01");
            assertThat(json(forecast("Honolulu")).at("/days/0/date").stringValue())
                    .isEqualTo("2026-12-31");
        });
    }

    @Test
    void daysFollowEachOtherWithoutAGap() {
        JsonNode days = json(get("/forecast?location=Hanoi&days=14")).get("days");

        for (int i = 1; i < days.size(); i++) {
            assertThat(days.get(i).get("start")).isEqualTo(days.get(i - 1).get("end"));
        }
    }

    @Test
    void aPointIsAnsweredAsAPointWithTheNearestPlace() {
        JsonNode location = json(forecast("48.137,11.575")).get("location");

        assertThat(location.get("latitude").doubleValue()).isEqualTo(48.137);
        assertThat(location.has("id")).isFalse();
        assertThat(location.at("/nearest/place/name").stringValue()).isEqualTo("Munich");
        assertThat(location.at("/nearest/distance").doubleValue()).isLessThan(1);
        assertThat(location.get("timeZone").stringValue()).isEqualTo("Europe/Berlin");
    }

    @Test
    void theMiddleOfTheOceanHasWeatherToo() {
        JsonNode answer = json(forecast("-40,-130"));

        assertThat(answer.get("location").has("nearest")).isFalse();
        assertThat(answer.get("timeZone").stringValue()).isEqualTo("Etc/GMT+9");
        assertThat(answer.at("/days/0/start").stringValue()).endsWith("-09:00");
    }

    @Test
    void anIdNamesExactlyOnePlace() {
        assertThat(json(forecast("geonames:1581130")).at("/location/name").stringValue())
                .isEqualTo("Hanoi");
    }

    @Test
    void otherReadingsOfANameAreTold() {
        JsonNode london = json(forecast("London"));

        assertThat(london.at("/location/country").stringValue()).isEqualTo("GB");
        assertThat(london.get("alternatives")).hasSizeBetween(1, 5);
        assertThat(london.at("/alternatives/0/country").stringValue()).isEqualTo("CA");
    }

    @Test
    void anAnswerMayBeKeptForAnHourAndNeverBeyondTheEndOfTheDay() {
        assertThat(forecast("Hanoi").headers().firstValue("Cache-Control")).hasValue("max-age=3600");
        ServiceUnderTest.at(
                Instant.parse("2026-11-24T16:59:30Z"),
                () -> assertThat(forecast("Hanoi").headers().firstValue("Cache-Control"))
                        .hasValue("max-age=30"));
    }

    private static String withoutData(String json) {
        return json.replaceAll(CHANGING, "$1#")
                .replaceAll("(\"sun(?:rise|set)\":\"[^\"]+:)\\d\\d\\+", "$1#+")
                .replaceAll("\"dayLength\":\"PT11H(?:\\d+M)?(?:\\d+S)?\"", "\"dayLength\":\"PT11H#\"")
                .replaceAll("\"attribution\":\"Derived from [^\"]+\"", "\"attribution\":\"#\"")
                .replaceAll("(Max Weather climatology) [^\"]+", "$1 #");
    }

    private static String resource(String name) throws IOException {
        try (var stream = ForecastTest.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
