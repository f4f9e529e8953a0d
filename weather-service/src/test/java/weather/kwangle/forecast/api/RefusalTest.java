package weather.kwangle.forecast.api;

import static org.assertj.core.api.Assertions.assertThat;
import static weather.kwangle.forecast.ServiceUnderTest.forecast;
import static weather.kwangle.forecast.ServiceUnderTest.get;
import static weather.kwangle.forecast.ServiceUnderTest.json;
import static weather.kwangle.forecast.ServiceUnderTest.post;
import static weather.kwangle.forecast.ServiceUnderTest.send;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class RefusalTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /forecast                            | location | "location" is missing
            /forecast?location                   | location | "location" is missing
            /forecast?location=                  | location | empty
            /forecast?location=%20               | location | empty
            /forecast?location=91,0              | location | out of range
            /forecast?location=geonames:x        | location | GeoNames identifier
            /forecast?location=Hanoi&location=Hue| location | given 2 times
            /forecast?location=Hanoi&days=many   | days     | "days" is "many"; expected a whole number from 1 to 14.
            /forecast?location=Hanoi&days=0      | days     | "days" is "0"
            /forecast?location=Hanoi&days=15     | days     | "days" is "15"
            /forecast?location=Hanoi&days=-1     | days     | "days" is "-1"
            /forecast?location=Hanoi&days=1.5    | days     | "days" is "1.5"
            /forecast?location=Hanoi&days=%2B1   | days     | "days" is "+1"
            /forecast?location=Hanoi&days=       | days     | "days" is empty
            /forecast?location=Hanoi&days=٧      | days     | expected a whole number
            /forecast?location=Hanoi&day=3       | day      | expected only location, days
            /current?location=Hanoi&days=3       | days     | expected only location
            /places                              | prefix   | "prefix" is missing
            /places?prefix=%20                   | prefix   | "prefix" is empty
            /places?prefix=a&limit=51            | limit    | a whole number from 1 to 50
            /places?prefix=a&limit=99999999999   | limit    | a whole number from 1 to 50
            """)
    void aBadParameterIsNamedWithWhatWasExpected(String target, String parameter, String saying) {
        HttpResponse<String> answer = get(target.replace("٧", "%D9%A7"));

        JsonNode problem = problem(answer, 400, "invalid-parameter");
        assertThat(problem.get("parameter").stringValue()).isEqualTo(parameter);
        assertThat(problem.get("expected").stringValue()).isNotBlank();
        assertThat(problem.get("detail").stringValue()).contains(saying);
    }

    @Test
    void aLocationOrPrefixOfMoreThan200CharactersIsRefused() {
        String longName = "a".repeat(201);

        assertThat(problem(forecast(longName), 400, "invalid-parameter")
                        .get("parameter")
                        .stringValue())
                .isEqualTo("location");
        assertThat(problem(get("/places?prefix=" + longName), 400, "invalid-parameter")
                        .get("parameter")
                        .stringValue())
                .isEqualTo("prefix");
    }

    @Test
    void anUnknownPlaceIsNotFound() {
        JsonNode problem = problem(forecast("Xyzzyville"), 404, "place-not-found");

        assertThat(problem.get("location").stringValue()).isEqualTo("Xyzzyville");
        assertThat(problem.get("detail").stringValue()).contains("GET /places?prefix=");
    }

    @Test
    void anAmbiguousNameIsAnsweredWithCandidatesThatCanBeAskedFor() {
        JsonNode problem = problem(forecast("Springfield"), 422, "ambiguous-place");

        assertThat(problem.get("detail").stringValue()).contains("Repeat with one of these ids");
        assertThat(problem.get("candidates")).hasSizeBetween(2, 10).allSatisfy(candidate -> {
            JsonNode answer = json(forecast(candidate.get("id").stringValue()));
            assertThat(answer.at("/location/id")).isEqualTo(candidate.get("id"));
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/forecast/", "/forecasts", "/usage", "/actuator/health", "/error", "/FORECAST"})
    void whatIsNoOperationIsNotFound(String path) {
        problem(get(path), 404, "not-found");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DELETE  | /forecast | GET, POST
            HEAD    | /forecast | GET, POST
            OPTIONS | /current  | GET
            POST    | /places   | GET
            """)
    void anotherMethodIsToldWhichAreAllowed(String method, String path, String allowed) {
        HttpResponse<String> answer = send(path, request -> request.method(method, BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).hasValue(allowed);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/xml, text/*;q=0.5", "application/json;q=0", "nonsense"})
    void whoAcceptsNoJsonIsRefused(String accept) {
        problem(send("/forecast?location=Hanoi", request -> request.header("Accept", accept)), 406, "not-acceptable");
    }

    @ParameterizedTest
    @ValueSource(strings = {"*/*", "application/*", "text/html, application/json;q=0.1"})
    void whoAcceptsJsonAmongOthersIsAnswered(String accept) {
        assertThat(send("/forecast?location=Hanoi", request -> request.header("Accept", accept))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/forecast?location=%zz", "/forecast?location=%", "/%"})
    void aMalformedTargetIsRefusedWithAProblemToo(String target) throws Exception {
        String answer = RawHttp.exchange("GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 400 ").contains("application/problem+json", "/problems/bad-request");
    }

    @Test
    void aHeaderBeyondAllMeasureIsRefusedWithAProblemToo() throws Exception {
        String answer = RawHttp.exchange("GET /forecast?location=Hanoi HTTP/1.1\r\nHost: localhost\r\nX-Long: "
                + "a".repeat(20_000) + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 4").contains("application/problem+json");
    }

    @Test
    void theRequestIdComesBackInAProblem() {
        HttpResponse<String> answer =
                send("/forecast?location=", request -> request.header("X-Request-Id", "4b7e0f0c-7a4b-4f6e"));

        assertThat(json(answer).get("requestId").stringValue()).isEqualTo("4b7e0f0c-7a4b-4f6e");
    }

    @Test
    void aRequestIdThatIsNoneIsNotRepeated() {
        HttpResponse<String> answer =
                send("/forecast?location=", request -> request.header("X-Request-Id", "<script> \"quoted\""));

        assertThat(json(answer).has("requestId")).isFalse();
    }

    @Test
    void noProblemIsKeptByACache() {
        assertThat(get("/nowhere").headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(post("{}").headers().firstValue("Cache-Control")).hasValue("no-store");
    }

    private static JsonNode problem(HttpResponse<String> answer, int status, String slug) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = json(answer);
        assertThat(problem.get("type").stringValue()).isEqualTo("https://api.kwangle.weather/problems/" + slug);
        assertThat(problem.get("status").intValue()).isEqualTo(status);
        assertThat(problem.get("title").stringValue()).isNotBlank();
        return problem;
    }
}
