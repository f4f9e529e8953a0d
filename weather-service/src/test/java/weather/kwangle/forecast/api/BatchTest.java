package weather.kwangle.forecast.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static weather.kwangle.forecast.ServiceUnderTest.forecast;
import static weather.kwangle.forecast.ServiceUnderTest.json;
import static weather.kwangle.forecast.ServiceUnderTest.post;
import static weather.kwangle.forecast.ServiceUnderTest.send;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import weather.kwangle.forecast.ServiceUnderTest;

class BatchTest {

    @Test
    void eachLocationHasItsResultOrItsProblemInTheOrderAsked() {
        HttpResponse<String> answer =
                post("{\"locations\":[\"Hanoi\",\"Springfield\",\"Xyzzyville\",\"91,0\",\"Hanoi\"],\"days\":2}");

        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode results = json(answer).get("results");
        assertThat(results)
                .extracting(item -> item.get("location").stringValue())
                .containsExactly("Hanoi", "Springfield", "Xyzzyville", "91,0", "Hanoi");
        assertThat(results).extracting(item -> item.get("status").intValue()).containsExactly(200, 422, 404, 400, 200);
        assertThat(results)
                .allSatisfy(item -> assertThat(item.has("forecast"))
                        .isEqualTo(item.get("status").intValue() == 200)
                        .isNotEqualTo(item.has("problem")));
        assertThat(results.get(4)).isEqualTo(results.get(0));
    }

    @Test
    void anItemIsWhatTheSingleQuestionWouldHaveBeenAnsweredWith() {
        JsonNode results =
                json(post("{\"locations\":[\"Hanoi\",\"Springfield\"]}")).get("results");

        assertThat(results.get(0).get("forecast")).isEqualTo(json(forecast("Hanoi")));
        assertThat(results.get(1).get("problem")).isEqualTo(json(forecast("Springfield")));
    }

    @Test
    void aThousandLocationsAreAnsweredAndOneMoreIsRefused() {
        HttpResponse<String> answer = post(batchOf(1000));
        HttpResponse<String> refusal = post(batchOf(1001));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(json(answer).get("results")).hasSize(1000);
        assertThat(refusal.statusCode()).isEqualTo(400);
        assertThat(json(refusal).at("/errors/0/pointer").stringValue()).isEqualTo("/locations");
    }

    @Test
    void theLargestBatchFitsIntoWhatApiGatewayCarries() {
        // London has the most alternatives that an answer names.
        HttpResponse<String> answer = post(ServiceUnderTest.JSON.writeValueAsString(
                Map.of("locations", Collections.nCopies(1000, "London"), "days", 7)));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().getBytes(UTF_8)).hasSizeLessThan(10 * 1024 * 1024);
    }

    @Test
    void everyBadItemIsPointedAt() {
        HttpResponse<String> answer = post("{\"locations\":[\"Hanoi\",7,\"\"],\"days\":\"x\",\"a/b\":1}");

        assertThat(answer.statusCode()).isEqualTo(400);
        JsonNode problem = json(answer);
        assertThat(problem.get("type").stringValue()).endsWith("/problems/invalid-body");
        assertThat(problem.get("detail").stringValue()).isEqualTo("The request body has 4 errors.");
        assertThat(problem.get("errors"))
                .extracting(error -> error.get("pointer").stringValue())
                .containsExactly("/locations/1", "/locations/2", "/days", "/a~1b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/json-patch+json", "nonsense"})
    void anotherMediaTypeIsRefused(String type) {
        HttpResponse<String> answer = send(
                "/forecast", request -> request.header("Content-Type", type).POST(BodyPublishers.ofString(batchOf(1))));

        assertThat(answer.statusCode()).isEqualTo(415);
        assertThat(json(answer).get("type").stringValue()).endsWith("/problems/unsupported-media-type");
    }

    @Test
    void aBodyOf256KibibytesIsReadAndALargerOneRefusedHoweverItIsSent() {
        String largest = batchOf(1) + " ".repeat(262_144 - batchOf(1).length());

        assertThat(post(largest).statusCode()).isEqualTo(200);
        assertThat(post(largest + " ").statusCode()).isEqualTo(413);
        assertThat(chunked(largest + " ").statusCode()).isEqualTo(413);
        assertThat(json(post(largest + " ")).get("type").stringValue()).endsWith("/problems/payload-too-large");
    }

    @Test
    void aBatchTakesNoQueryParameters() {
        HttpResponse<String> answer = send(
                "/forecast?days=3",
                request ->
                        request.header("Content-Type", "application/json").POST(BodyPublishers.ofString(batchOf(1))));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("parameter").stringValue()).isEqualTo("days");
    }

    private static HttpResponse<String> chunked(String body) {
        return send(
                "/forecast",
                request -> request.header("Content-Type", "application/json")
                        .POST(BodyPublishers.fromPublisher(BodyPublishers.ofString(body))));
    }

    private static String batchOf(int locations) {
        return ServiceUnderTest.JSON.writeValueAsString(
                Map.of("locations", List.copyOf(Collections.nCopies(locations, "Hanoi")), "days", 1));
    }
}
