package weather.kwangle.forecast.api;

import static org.assertj.core.api.Assertions.assertThat;
import static weather.kwangle.forecast.ServiceUnderTest.get;
import static weather.kwangle.forecast.ServiceUnderTest.json;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import weather.kwangle.forecast.ServiceUnderTest;

class CurrentTest {

    @Test
    void nowIsToldByTheClockOfThePlace() {
        JsonNode answer = json(get("/current?location=Hanoi"));

        assertThat(answer.propertyNames())
                .containsExactly("location", "alternatives", "timeZone", "time", "sources", "sun", "values");
        assertThat(answer.get("time").stringValue()).isEqualTo("2026-11-24T12:02:11+07:00");
        assertThat(answer.get("values").propertyNames()).containsExactly("air_temperature", "wind_speed");
    }

    @Test
    void noValueClaimsToHaveBeenObserved() {
        JsonNode answer = json(get("/current?location=Hanoi"));

        assertThat(answer.get("sources"))
                .allSatisfy(
                        source -> assertThat(source.get("kind").stringValue()).isEqualTo("climatology"));
        assertThat(answer.get("values"))
                .allSatisfy(value -> assertThat(value.get("kind").stringValue()).isEqualTo("climatology"));
    }

    @Test
    void theAfternoonIsWarmerThanTheNight() {
        double noon = temperature();
        ServiceUnderTest.at(
                Instant.parse("2026-11-23T22:00:00Z"),
                () -> assertThat(temperature()).isLessThan(noon - 2));
    }

    @Test
    void theValuesStandForTheWholeHourAndMayBeKeptToItsEnd() {
        String early = get("/current?location=Kathmandu").body();
        ServiceUnderTest.at(Instant.parse("2026-11-24T05:14:59Z"), () -> {
            var late = get("/current?location=Kathmandu");
            assertThat(values(late.body())).isEqualTo(values(early));
            assertThat(late.headers().firstValue("Cache-Control")).hasValue("max-age=1");
        });
        ServiceUnderTest.at(
                Instant.parse("2026-11-24T05:15:00Z"),
                () -> assertThat(values(get("/current?location=Kathmandu").body()))
                        .isNotEqualTo(values(early)));
    }

    private static JsonNode values(String body) {
        return ServiceUnderTest.JSON.readTree(body).get("values");
    }

    private static double temperature() {
        return json(get("/current?location=Hanoi"))
                .at("/values/air_temperature/value")
                .doubleValue();
    }
}
