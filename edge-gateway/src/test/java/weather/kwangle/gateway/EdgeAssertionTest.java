package weather.kwangle.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.edge.Decision;
import weather.kwangle.edge.EdgeAssertion;

class EdgeAssertionTest {
    @RegisterExtension
    static final GatewayUnderTest GATEWAY = new GatewayUnderTest();

    @Test
    void aRequestThatTheEdgeVouchedForReachesTheService() throws Exception {
        HttpResponse<String> response = GATEWAY.send(GATEWAY.vouched("GET", "/forecast?location=Hanoi&days=3"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(WeatherStandIn.FORECAST);
        assertThat(response.headers().allValues("X-Request-Id")).containsExactly(Edge.REQUEST_ID);
        assertThat(GATEWAY.weather().asked()).singleElement().satisfies(asked -> {
            assertThat(asked.method()).isEqualTo("GET");
            assertThat(asked.uri()).isEqualTo("/forecast?location=Hanoi&days=3");
        });
    }

    static Stream<Arguments> unbelievable() {
        Instant now = Instant.now();
        String genuine = Edge.allows("GET /forecast");
        String none = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\",\"kid\":\"test\",\"typ\":\"edge+jws\"}".getBytes(UTF_8));
        return Stream.of(
                Arguments.of("absent", List.of()),
                Arguments.of("empty", List.of("")),
                Arguments.of("no JWS", List.of("let me in")),
                Arguments.of("twice", List.of(genuine, genuine)),
                Arguments.of("twice in one line", List.of(genuine + ", " + genuine)),
                Arguments.of(
                        "other key",
                        List.of(Edge.signed(Edge.OTHER_KEY, "GET /forecast", Decision.ALLOW, Edge.LIMITS, now))),
                Arguments.of(
                        "expired",
                        List.of(Edge.signed(
                                Edge.KEY, "GET /forecast", Decision.ALLOW, Edge.LIMITS, now.minusSeconds(60)))),
                Arguments.of(
                        "from the future",
                        List.of(Edge.signed(
                                Edge.KEY, "GET /forecast", Decision.ALLOW, Edge.LIMITS, now.plusSeconds(60)))),
                Arguments.of("other path", List.of(Edge.allows("GET /current"))),
                Arguments.of("other method", List.of(Edge.allows("POST /forecast"))),
                Arguments.of("longer path", List.of(Edge.allows("GET /forecast/"))),
                Arguments.of("alg none", List.of(none + genuine.substring(genuine.indexOf('.')))),
                Arguments.of(
                        "alg none, unsigned",
                        List.of(none + genuine.substring(genuine.indexOf('.'), genuine.lastIndexOf('.') + 1))),
                Arguments.of("cut", List.of(genuine.substring(0, genuine.length() - 2))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unbelievable")
    void whatTheEdgeDidNotSayIsRefusedAndTheServiceIsNotAsked(String what, List<String> values) throws Exception {
        var request = GATEWAY.request("GET", "/forecast");
        values.forEach(value -> request.header(EdgeAssertion.HEADER, value));

        HttpResponse<String> response = GATEWAY.send(request);

        GatewayUnderTest.assertProblem(response, 401, "no-edge-assertion");
        assertThat(response.headers().firstValue("WWW-Authenticate")).contains("Edge-Assertion");
        assertThat(response.headers().map()).doesNotContainKeys("ratelimit", "ratelimit-policy");
        assertThat(GATEWAY.weather().asked()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/nowhere",
                "/actuator",
                "/actuator/gateway/routes",
                "/forecast/..",
                "/health/",
                "//health",
                "/%68ealth",
                "/health%2f..%2fforecast"
            })
    void anUnknownPathIsNotEvenAdmittedToBeUnknown(String path) throws Exception {
        GatewayUnderTest.assertProblem(GATEWAY.send(GATEWAY.request("GET", path)), 401, "no-edge-assertion");
    }

    @Test
    void aCallersOwnWordReachesNobody() throws Exception {
        GATEWAY.send(GATEWAY.vouched("GET", "/forecast")
                .header("X-Request-Id", "mine")
                .header("X-Client-Id", "somebody-else")
                .header("Authorization", "Bearer secret")
                .header("x-api-key", "secret")
                .header("Cookie", "session=secret")
                .header("X-Forwarded-For", "10.0.0.1")
                .header("X-Forwarded-Host", "evil.example")
                .header("X-Forwarded-Prefix", "/admin")
                .header("Forwarded", "for=10.0.0.1;host=evil.example")
                .header("X-Real-IP", "10.0.0.1")
                .header("X-HTTP-Method-Override", "POST")
                .header("TE", "trailers")
                .header("Accept", "application/json")
                .header("Accept-Language", "vi")
                .header("If-None-Match", "\"a\"")
                .header("User-Agent", "acme/1.0"));

        assertThat(GATEWAY.weather().asked()).singleElement().satisfies(asked -> {
            assertThat(asked.headers().names().stream().map(String::toLowerCase))
                    .contains("accept", "accept-language", "if-none-match", "user-agent")
                    .isSubsetOf(
                            "content-length",
                            "accept",
                            "accept-language",
                            "host",
                            "if-none-match",
                            "user-agent",
                            "x-request-id");
            assertThat(asked.headers().getAll("X-Request-Id")).containsExactly(Edge.REQUEST_ID);
            assertThat(asked.headers().get("Host"))
                    .isEqualTo("127.0.0.1:" + GATEWAY.weather().port());
        });
    }

    @Test
    void aBodyReachesTheServiceAsItWasSent() throws Exception {
        HttpResponse<String> response = GATEWAY.send(GATEWAY.vouched("POST", "/forecast")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"locations\":[\"Hanoi\"]}")));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(GATEWAY.weather().asked()).singleElement().satisfies(asked -> {
            assertThat(asked.method()).isEqualTo("POST");
            assertThat(asked.body()).isEqualTo("{\"locations\":[\"Hanoi\"]}");
            assertThat(asked.headers().get("Content-Type")).isEqualTo("application/json");
        });
    }
}
