package weather.kwangle.local.answers;

import static org.assertj.core.api.Assertions.assertThat;
import static weather.kwangle.local.answers.ApiClient.bearer;
import static weather.kwangle.local.answers.ApiClient.encoded;

import java.time.OffsetDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import weather.kwangle.local.answers.ApiClient.Answer;

/** What a partner gets for a token and a question, through every part of the platform. */
@Tag("slow")
class FirstAnswersIT {

    private static final ApiClient API = new ApiClient();
    private static String reader = "";
    private static String writer = "";

    @BeforeAll
    static void getTokens() throws Exception {
        reader = API.tokenOf("acme-weather");
        writer = API.tokenOf("batch-writer");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Hanoi               | Hanoi            | geonames:1581130 | Asia/Bangkok
            München             | Munich           | geonames:2867714 | Europe/Berlin
            東京                 | Tokyo            | geonames:1850147 | Asia/Tokyo
            Ho Chi Minh City    | Ho Chi Minh City | geonames:1566083 | Asia/Ho_Chi_Minh
            Paris, Texas        | Paris            | geonames:4717560 | America/Chicago
            geonames:1581130    | Hanoi            | geonames:1581130 | Asia/Bangkok
            """)
    void everyPlaceIsFoundInItsZone(String location, String name, String id, String zone) throws Exception {
        Answer answer = API.get("/forecast?location=" + encoded(location), bearer(reader));

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        JsonNode place = answer.body().get("location");
        assertThat(place.get("name").asString()).isEqualTo(name);
        assertThat(place.get("id").asString()).isEqualTo(id);
        assertThat(place.get("timeZone").asString()).isEqualTo(zone);
        assertThat(answer.body().get("timeZone").asString()).isEqualTo(zone);
    }

    @Test
    void aPointIsAnsweredWithTheZoneOfTheNearestPlace() throws Exception {
        JsonNode body =
                API.get("/forecast?location=48.137,11.575", bearer(reader)).body();

        assertThat(body.get("location").get("latitude").asDouble()).isEqualTo(48.137);
        assertThat(body.get("location").get("nearest").get("distance").asDouble())
                .isLessThan(5);
        assertThat(body.get("timeZone").asString()).isEqualTo("Europe/Berlin");
    }

    @Test
    void aForecastHasCivilDaysWithBandsAndTheSun() throws Exception {
        JsonNode body =
                API.get("/forecast?location=Hanoi&days=3", bearer(reader)).body();

        assertThat(body.get("days")).hasSize(3);
        JsonNode day = body.get("days").get(0);
        ZoneId zone = ZoneId.of(body.get("timeZone").asString());
        OffsetDateTime start = OffsetDateTime.parse(day.get("start").asString());
        assertThat(start.toLocalTime()).hasToString("00:00");
        assertThat(start.getOffset()).isEqualTo(zone.getRules().getOffset(start.toInstant()));
        assertThat(OffsetDateTime.parse(day.get("sun").get("sunrise").asString()))
                .isBefore(OffsetDateTime.parse(day.get("sun").get("sunset").asString()));
        assertThat(day.get("values")).isNotEmpty().allSatisfy(FirstAnswersIT::isAnHonestClimatology);
    }

    @Test
    void currentConditionsAreLabelledClimatology() throws Exception {
        Answer answer = API.get("/current?location=Hanoi", bearer(reader));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().get("values")).isNotEmpty().allSatisfy(FirstAnswersIT::isAnHonestClimatology);
        assertThat(answer.body().get("sources").get(0).get("kind").asString()).isEqualTo("climatology");
    }

    @Test
    void aBatchHasAResultOrAProblemForEachLocation() throws Exception {
        Answer answer = API.ask(
                "POST", "/forecast", """
                {"locations": ["Hanoi", "Springfield", "Atlantis of Nowhere", "東京"], "days": 2}""", "Authorization", "Bearer " + writer, "Content-Type", "application/json");

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        JsonNode results = answer.body().get("results");
        assertThat(results).extracting(result -> result.get("status").asInt()).containsExactly(200, 422, 404, 200);
        assertThat(results.get(0).get("forecast").get("days")).hasSize(2);
        assertThat(results.get(1).get("problem").get("candidates")).hasSizeGreaterThan(1);
        assertThat(results.get(3).get("forecast").get("location").get("name").asString())
                .isEqualTo("Tokyo");
    }

    @Test
    void placesAreFoundByTheBeginningOfAnyOfTheirNames() throws Exception {
        Answer answer = API.get("/places?prefix=" + encoded("münch") + "&limit=5", bearer(reader));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().get("places").get(0).get("id").asString()).isEqualTo("geonames:2867714");
    }

    @Test
    void aClientSeesItsLimitsAndWhatIsLeft() throws Exception {
        API.get("/forecast?location=Hanoi", bearer(writer));
        Answer answer = API.get("/usage", bearer(writer));

        assertThat(answer.status()).as(answer.response().body()).isEqualTo(200);
        assertThat(answer.body().get("client").asString()).isEqualTo("batch-writer");
        assertThat(answer.body().get("plan").asString()).isEqualTo("partner");
        JsonNode day = answer.body().get("limits").get(1);
        assertThat(day.get("name").asString()).isEqualTo("day");
        assertThat(day.get("quota").asLong()).isEqualTo(1_000_000);
        assertThat(day.get("used").asLong()).isPositive();
        assertThat(day.get("used").asLong() + day.get("remaining").asLong()).isEqualTo(1_000_000);
    }

    @Test
    void everyMeteredAnswerCarriesTheLimits() throws Exception {
        Answer answer = API.get("/current?location=Hanoi", bearer(reader));

        assertThat(answer.header("RateLimit-Policy"))
                .contains("\"rate\";q=200;w=2", "\"day\";q=1000000;w=86400", "\"month\";q=20000000;w=");
        assertThat(answer.header("RateLimit")).containsPattern("\"rate\";r=1?\\d+;t=\\d+");
        assertThat(answer.header("X-Request-Id")).isNotEmpty();
    }

    private static void isAnHonestClimatology(JsonNode value) {
        assertThat(value.get("kind").asString()).isEqualTo("climatology");
        assertThat(value.get("unit").asString()).isNotEmpty();
        JsonNode band = value.get("band");
        assertThat(band.get("coverage").asDouble()).isEqualTo(0.8);
        assertThat(value.get("value").asDouble())
                .isBetween(band.get("low").asDouble(), band.get("high").asDouble());
    }
}
