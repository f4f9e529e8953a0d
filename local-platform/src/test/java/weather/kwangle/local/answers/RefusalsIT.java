package weather.kwangle.local.answers;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static weather.kwangle.local.answers.ApiClient.bearer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import weather.kwangle.local.answers.ApiClient.Answer;

/** Every refusal says what was wrong and what to do, as a problem, and gives nothing of our inside away. */
@Tag("slow")
class RefusalsIT {

    private static final String PROBLEMS = "https://api.kwangle.weather/problems/";
    private static final ApiClient API = new ApiClient();
    private static String reader = "";
    private static String writer = "";

    @BeforeAll
    static void getTokens() throws Exception {
        reader = API.tokenOf("acme-weather");
        writer = API.tokenOf("batch-writer");
    }

    @Test
    void withoutATokenTheAnswerIs401() throws Exception {
        Answer answer = API.get("/forecast?location=Hanoi");

        assertProblem(answer, 401, PROBLEMS + "unauthorized");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer garbage",
                "Bearer a.b.c",
                "Basic YWNtZS13ZWF0aGVyOng=",
                "Bearer eyJhbGciOiJub25lIn0.eyJjbGllbnRfaWQiOiJhY21lLXdlYXRoZXIifQ."
            })
    void aGarbageTokenIs401(String authorization) throws Exception {
        assertProblem(
                API.get("/forecast?location=Hanoi", "Authorization", authorization), 401, PROBLEMS + "unauthorized");
    }

    @Test
    void anAlteredTokenIs401() throws Exception {
        int signature = reader.lastIndexOf('.') + 10;
        char other = reader.charAt(signature) == 'A' ? 'B' : 'A';
        String altered = reader.substring(0, signature) + other + reader.substring(signature + 1);

        assertProblem(API.get("/forecast?location=Hanoi", bearer(altered)), 401, PROBLEMS + "unauthorized");
    }

    @Test
    void aMissingScopeIs403AndNamed() throws Exception {
        Answer answer = API.ask("POST", "/forecast", "{\"locations\":[\"Hanoi\"]}", bearer(reader));

        assertProblem(answer, 403, PROBLEMS + "access-denied");
        assertThat(answer.body().get("detail").asString()).contains("write:forecast");
    }

    @Test
    void overQuotaIs429WithTheLimitAndWhenToComeBack() throws Exception {
        String trial = API.tokenOf("trial-tester");
        // A burst of 10 at 5 a second. Who is refused stops asking: API Gateway's own limit, at twice the plan's,
        // counts
        // refused requests too and would answer the next ones without saying which limit it was.
        Callable<Answer> askUntilRefused = () -> {
            Answer answer = API.get("/current?location=Hanoi", bearer(trial));
            for (int asked = 1; asked < 60 && !isRefused(answer); asked++) {
                answer = API.get("/current?location=Hanoi", bearer(trial));
            }
            return answer;
        };
        List<Answer> refused = new ArrayList<>();
        try (var callers = Executors.newFixedThreadPool(8)) {
            for (Future<Answer> call : callers.invokeAll(java.util.Collections.nCopies(8, askUntilRefused))) {
                Answer answer = call.get(30, SECONDS);
                if (isRefused(answer)) {
                    refused.add(answer);
                }
            }
        }

        assertThat(refused).isNotEmpty();
        for (Answer answer : refused) {
            assertProblem(answer, 429, "https://iana.org/assignments/http-problem-types#quota-exceeded");
            assertThat(answer.body().get("violated-policies"))
                    .extracting(JsonNode::asString)
                    .containsExactly("rate");
            assertThat(Integer.parseInt(answer.header("Retry-After"))).isPositive();
            assertThat(answer.header("RateLimit")).contains("\"rate\";r=0;t=");
            assertThat(answer.header("RateLimit-Policy")).contains("\"rate\";q=10;w=2", "\"day\";q=1000;w=86400");
        }
    }

    /** A table that a busy machine keeps waiting for longer than a charge may take is a failure of ours, and no refusal. */
    private static boolean isRefused(Answer answer) {
        return answer.status() != 200 && answer.status() != 503;
    }

    @Test
    void anUnknownPlaceIs404() throws Exception {
        Answer answer = API.get("/forecast?location=Atlantis-of-Nowhere", bearer(reader));

        assertProblem(answer, 404, PROBLEMS + "place-not-found");
        assertThat(answer.body().get("location").asString()).isEqualTo("Atlantis-of-Nowhere");
    }

    @Test
    void anAmbiguousPlaceIs422WithCandidatesThatCanBeAskedFor() throws Exception {
        Answer answer = API.get("/forecast?location=Springfield", bearer(reader));

        assertProblem(answer, 422, PROBLEMS + "ambiguous-place");
        JsonNode candidates = answer.body().get("candidates");
        assertThat(candidates).hasSizeBetween(2, 10);
        for (JsonNode candidate : candidates) {
            assertThat(candidate.get("name").asString()).isEqualTo("Springfield");
        }
        String id = candidates.get(0).get("id").asString();
        assertThat(API.get("/forecast?location=" + id, bearer(reader)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"locations": ["Hanoi", 7]}  | /locations/1
            {"locations": []}            | /locations
            {"locations": "Hanoi"}       | /locations
            {"days": 3}                  | /locations
            {"locations": ["Hanoi"], "days": 99} | /days
            {"locations": ["Hanoi"], "day": 3}   | /day
            """)
    void aBadBodyIs400AndPointsAtTheFault(String body, String pointer) throws Exception {
        Answer answer = API.ask(
                "POST", "/forecast", body, "Authorization", "Bearer " + writer, "Content-Type", "application/json");

        assertProblem(answer, 400, PROBLEMS + "invalid-body");
        assertThat(answer.body().get("errors"))
                .extracting(error -> error.get("pointer").asString())
                .contains(pointer);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /nothing-here",
        "GET, /forecast/Hanoi",
        "GET, /forecast/",
        "GET, //forecast",
        "DELETE, /forecast",
        "PUT, /current",
        "OPTIONS, /forecast",
        "GET, /..%2fusage",
        "GET, /health",
        "GET, /actuator"
    })
    void anUnknownPathOrMethodIs404(String method, String path) throws Exception {
        assertProblem(API.ask(method, path, "", bearer(reader)), 404, PROBLEMS + "not-found");
    }

    @Test
    void whatIsOutsideTheBasePathIs404Too() throws Exception {
        String root = API.address("api").replace("/api/v1", "");

        assertProblem(
                API.send(java.net.http.HttpRequest.newBuilder(java.net.URI.create(root + "/forecast"))),
                404,
                PROBLEMS + "not-found");
    }

    @Test
    void aHeaderOfTheCallersOwnMakingIsWorthNothing() throws Exception {
        Answer answer = API.get(
                "/usage",
                "Authorization",
                "Bearer " + reader,
                "X-Edge-Assertion",
                "forged",
                "X-Client-Id",
                "batch-writer");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().get("client").asString()).isEqualTo("acme-weather");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "forged", "eyJhbGciOiJIUzI1NiJ9.e30.AAAA"})
    void aRequestThatComesToTheGatewayWithoutApiGatewayIs401(String assertion) throws Exception {
        var request = java.net.http.HttpRequest.newBuilder(
                java.net.URI.create(API.address("gateway") + "/forecast?location=Hanoi"));
        if (!assertion.isEmpty()) {
            request.header("X-Edge-Assertion", assertion);
        }

        assertProblem(API.send(request), 401, PROBLEMS + "no-edge-assertion");
    }

    private static void assertProblem(Answer answer, int status, String type) {
        String body = answer.response().body();
        assertThat(answer.status()).as(body).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.body().get("type").asString()).isEqualTo(type);
        assertThat(answer.body().get("status").asInt()).isEqualTo(status);
        assertThat(answer.body().get("title").asString()).isNotBlank();
        assertThat(body).doesNotContain("Exception", "\tat ", "weather.kwangle.", "org.springframework");
    }
}
