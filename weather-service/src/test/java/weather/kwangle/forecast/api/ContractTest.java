package weather.kwangle.forecast.api;

import static org.assertj.core.api.Assertions.assertThat;
import static weather.kwangle.forecast.ServiceUnderTest.forecast;
import static weather.kwangle.forecast.ServiceUnderTest.get;
import static weather.kwangle.forecast.ServiceUnderTest.post;
import static weather.kwangle.forecast.ServiceUnderTest.send;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import weather.kwangle.forecast.ServiceUnderTest;

/** The service and {@code api/openapi.yaml} say the same. */
class ContractTest {
    private static final Contract CONTRACT = Contract.strict();

    @ParameterizedTest
    @MethodSource
    void everyAnswerIsTheOneThatTheContractDescribes(
            String operation, int status, Supplier<HttpResponse<String>> question) {
        HttpResponse<String> answer = question.get();

        assertThat(answer.statusCode()).isEqualTo(status);
        String mediaType = answer.headers().firstValue("Content-Type").orElseThrow();
        assertThat(CONTRACT.schemaOf(operation, status, mediaType))
                .hasValueSatisfying(schema ->
                        assertThat(CONTRACT.departures(schema, answer.body())).isEmpty());
    }

    static Stream<Arguments> everyAnswerIsTheOneThatTheContractDescribes() {
        return Stream.of(
                answer("GET /forecast", 200, "a place", () -> forecast("Hanoi")),
                answer("GET /forecast", 200, "alternatives", () -> get("/forecast?location=London&days=14")),
                answer("GET /forecast", 200, "a point", () -> forecast("48.137,11.575")),
                answer("GET /forecast", 200, "a point far from everything", () -> forecast("-40,-130")),
                answer("GET /forecast", 200, "polar night", () -> forecast("Longyearbyen")),
                answer("GET /forecast", 200, "polar day", () -> forecast("-80,0")),
                answer("GET /forecast", 400, "no location", () -> get("/forecast")),
                answer("GET /forecast", 404, "unknown", () -> forecast("Xyzzyville")),
                answer("GET /forecast", 422, "ambiguous", () -> forecast("Springfield")),
                answer("POST /forecast", 200, "mixed", () -> post("{\"locations\":[\"Hanoi\",\"Springfield\",\"?\"]}")),
                answer("POST /forecast", 400, "bad items", () -> post("{\"locations\":[1],\"x\":2}")),
                answer("POST /forecast", 413, "too large", () -> post(" ".repeat(300_000))),
                answer(
                        "POST /forecast",
                        415,
                        "no JSON",
                        () -> send(
                                "/forecast",
                                request -> request.header("Content-Type", "text/plain")
                                        .POST(BodyPublishers.ofString("Hanoi")))),
                answer("GET /current", 200, "a place", () -> get("/current?location=Hanoi")),
                answer("GET /current", 200, "a point", () -> get("/current?location=69.65,18.96")),
                answer("GET /current", 400, "unknown parameter", () -> get("/current?location=Hanoi&days=1")),
                answer("GET /current", 404, "unknown", () -> get("/current?location=Xyzzyville")),
                answer("GET /current", 422, "ambiguous", () -> get("/current?location=Springfield")),
                answer("GET /places", 200, "places", () -> get("/places?prefix=mu&limit=50")),
                answer("GET /places", 200, "none", () -> get("/places?prefix=qqqqqq")),
                answer("GET /places", 400, "limit", () -> get("/places?prefix=mu&limit=0")));
    }

    @Test
    void everyOperationOfTheContractIsThere() {
        assertThat(CONTRACT.operations())
                .containsExactlyInAnyOrder("GET /forecast", "POST /forecast", "GET /current", "GET /places");
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void everyParameterOfTheContractIsKnownAndHasItsLimits(String operation, JsonNode parameter) {
        String name = parameter.get("name").stringValue();
        JsonNode schema = parameter.get("schema");
        if (schema.has("maximum")) {
            int most = schema.get("maximum").intValue();
            assertThat(asked(operation, name, most).statusCode()).isEqualTo(200);
            assertThat(asked(operation, name, most + 1).statusCode()).isEqualTo(400);
            assertThat(asked(operation, name, schema.get("minimum").intValue()).statusCode())
                    .isEqualTo(200);
        } else {
            String longest = "a".repeat(schema.get("maxLength").intValue());
            assertThat(get(path(operation) + "?" + name + "=" + longest).statusCode())
                    .isIn(200, 404);
            assertThat(get(path(operation) + "?" + name + "=" + longest + "a").statusCode())
                    .isEqualTo(400);
        }
    }

    static Stream<Arguments> parameters() {
        return CONTRACT.operations().stream()
                .flatMap(operation -> CONTRACT.parameters(operation)
                        .map(parameter -> Arguments.of(
                                operation, Named.of(parameter.get("name").stringValue(), parameter))));
    }

    @Test
    void theContractWouldNoticeAMemberThatItDoesNotName() {
        String body = forecast("Hanoi").body();

        assertThat(CONTRACT.departures("#/components/schemas/Forecast", body)).isEmpty();
        assertThat(CONTRACT.departures("#/components/schemas/Forecast", body.replaceFirst("\"kind\"", "\"kindness\"")))
                .isNotEmpty();
        assertThat(CONTRACT.departures(
                        "#/components/schemas/Forecast", body.replaceFirst("(\"start\":\"[^\"]+)\\+07:00", "$1")))
                .as("an instant without its offset")
                .isNotEmpty();
    }

    @Test
    void theContractsOwnBatchIsAnswered() {
        JsonNode example = CONTRACT.operation("POST /forecast").at("/requestBody/content/application~1json/example");

        assertThat(ServiceUnderTest.json(post(example.toString())).get("results"))
                .extracting(item -> item.get("status").intValue())
                .containsExactly(200, 422);
    }

    @ParameterizedTest
    @MethodSource
    void theContractShowsAProblemInTheServicesOwnWords(
            String operation, int status, Supplier<HttpResponse<String>> question) {
        JsonNode shown = CONTRACT.exampleOf(operation, status, "application/problem+json");
        JsonNode said = ServiceUnderTest.json(question.get());

        for (String member : List.of("type", "title", "status", "detail")) {
            assertThat(shown.get(member)).as(member).isEqualTo(said.get(member));
        }
    }

    static Stream<Arguments> theContractShowsAProblemInTheServicesOwnWords() {
        return Stream.of(
                answer("GET /forecast", 400, "days", () -> get("/forecast?location=Hanoi&days=many")),
                answer("GET /forecast", 404, "unknown", () -> forecast("Xyzzyville")),
                answer(
                        "GET /forecast",
                        406,
                        "no JSON wanted",
                        () -> send("/forecast?location=Hanoi", request -> request.header("Accept", "text/html"))),
                answer("GET /forecast", 422, "ambiguous", () -> forecast("Springfield")),
                answer("POST /forecast", 400, "a number", () -> post("{\"locations\":[7]}")),
                answer("POST /forecast", 413, "too large", () -> post(" ".repeat(300_000))));
    }

    @Test
    void theContractShowsTheForecastThatTheServiceGaveAtThatTime() {
        JsonNode shown = CONTRACT.exampleOf("GET /forecast", 200, "application/json");

        ServiceUnderTest.at(Instant.parse("2026-11-23T23:02:11Z"), () -> {
            JsonNode given = ServiceUnderTest.json(forecast("Hanoi"));
            for (String member : List.of("location", "generatedAt", "sources")) {
                assertThat(shown.get(member)).as(member).isEqualTo(given.get(member));
            }
            assertThat(shown.at("/days/0/sun")).isEqualTo(given.at("/days/0/sun"));
            assertThat(shown.at("/days/0/values/air_temperature_maximum"))
                    .isEqualTo(given.at("/days/0/values/air_temperature_maximum"));
        });
    }

    private static HttpResponse<String> asked(String operation, String name, int value) {
        String subject = path(operation).equals("/places") ? "prefix" : "location";
        return get(path(operation) + "?" + subject + "=Hanoi&" + name + "=" + value);
    }

    private static String path(String operation) {
        return operation.substring(operation.indexOf(' ') + 1);
    }

    private static Arguments answer(
            String operation, int status, String name, Supplier<HttpResponse<String>> question) {
        return Arguments.of(operation, status, Named.of(name, question));
    }
}
