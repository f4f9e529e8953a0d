package weather.kwangle.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static weather.kwangle.gateway.WeatherStandIn.answer;

import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import weather.kwangle.edge.Decision;
import weather.kwangle.edge.EdgeAssertion;
import weather.kwangle.edge.Limit;
import weather.kwangle.quota.CalendarWindow;
import weather.kwangle.quota.refund.Refund;

class BatchTest {
    @RegisterExtension
    static final GatewayUnderTest GATEWAY = new GatewayUnderTest();

    private static final String CLIENT = "acme-weather";

    private final Instant issued = Instant.now();
    private final LocalDate today = LocalDate.ofInstant(issued, ZoneOffset.UTC);

    private String assertion(String requestId, long day) {
        return Edge.signed(
                requestId,
                Edge.KEY,
                "POST /forecast",
                Decision.ALLOW,
                List.of(Edge.RATE, new Limit("day", day, 86_400, day - 1, 60)),
                issued);
    }

    private HttpRequest.Builder post(String body, long day) {
        return post("batch", body, day);
    }

    private HttpRequest.Builder post(String requestId, String body, long day) {
        return GATEWAY.request("POST", "/forecast")
                .header(EdgeAssertion.HEADER, assertion(requestId, day))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    private static String batch(int places) {
        return IntStream.range(0, places)
                .mapToObj(i -> "\"Hà Nội " + i + "\"")
                .collect(Collectors.joining(", ", "{ \"days\": 1, \"locations\": [", "] }\n"));
    }

    private void used(long permits) {
        GATEWAY.accounts()
                .set(
                        CLIENT,
                        Map.of(
                                CalendarWindow.dayOf(today).attribute(), permits,
                                CalendarWindow.monthOf(today).attribute(), permits));
    }

    private long used() {
        return GATEWAY.accounts().of(CLIENT).taken(CalendarWindow.dayOf(today));
    }

    private RefundsInMemory.Entry first() {
        return new RefundsInMemory.Entry(CLIENT, Refund.ofEdge("batch", today));
    }

    private RefundsInMemory.Entry further(int permits) {
        return new RefundsInMemory.Entry(CLIENT, Refund.ofBatch("batch", permits, today));
    }

    private static String remainingOfDay(HttpResponse<String> response) {
        return response.headers().firstValue("RateLimit").orElse("").replaceFirst(".*\"day\";r=(\\d+);.*", "$1");
    }

    @Test
    void eachPlaceIsPaidForAndTheAnswerShowsWhatIsLeft() throws Exception {
        used(1);

        HttpResponse<String> response = GATEWAY.send(post(batch(500), 1000));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(used()).isEqualTo(500);
        assertThat(remainingOfDay(response)).isEqualTo("500");
        assertThat(response.headers().firstValue("RateLimit-Policy"))
                .contains("\"rate\";q=200;w=2, \"day\";q=1000;w=86400");
    }

    @Test
    void theServiceGetsTheVeryBytes() throws Exception {
        GATEWAY.send(post(batch(50), 1000));
        GATEWAY.send(post(batch(50), 1000)
                .POST(BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(batch(50).getBytes(UTF_8)))));

        assertThat(GATEWAY.weather().asked())
                .extracting(WeatherStandIn.Asked::body)
                .containsExactly(batch(50), batch(50));
    }

    @Test
    void aBatchThatDoesNotFitIsRefusedWithTheNumberThatWould() throws Exception {
        used(901);

        HttpResponse<String> response = GATEWAY.send(post(batch(200), 1000));

        assertThat(response.statusCode()).isEqualTo(429);
        JsonNode problem = GatewayUnderTest.json(response);
        assertThat(problem.get("type").asString())
                .isEqualTo("https://iana.org/assignments/http-problem-types#quota-exceeded");
        assertThat(problem.get("violated-policies")).hasSize(1);
        assertThat(problem.get("violated-policies").get(0).asString()).isEqualTo("day");
        assertThat(problem.get("fits").asInt())
                .as("99 and the one that goes back")
                .isEqualTo(100);
        assertThat(problem.get("detail").asString())
                .startsWith(
                        "The batch has 200 places, and the limit \"day\" has room for 100. Send at most 100, or try");
        assertThat(response.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(1L, 86_400L);
        assertThat(remainingOfDay(response)).isEqualTo("100");
        assertThat(used()).isEqualTo(901);
        assertThat(GATEWAY.weather().asked()).isEmpty();
        assertThat(GATEWAY.refunds().rest()).as("before the answer").containsExactly(first());
    }

    @Test
    void aRefusedBatchIsRefundedOnce() throws Exception {
        used(901);
        GATEWAY.send(post(batch(200), 1000));
        GATEWAY.refunds().next();
        GATEWAY.send(GATEWAY.vouched("GET", "/nowhere"));

        assertThat(GATEWAY.refunds().next().refund().requestId()).isEqualTo(Edge.REQUEST_ID);
        assertThat(GATEWAY.refunds().rest()).isEmpty();
    }

    @Test
    void aBatchThatWasJustRefusedIsRefusedAgainWithoutTheTableAndRefundedLikeAnyOther() throws Exception {
        used(901);
        GATEWAY.send(post("one", batch(200), 1000));
        GATEWAY.refunds().next();
        GATEWAY.accounts().away(true);

        HttpResponse<String> response = GATEWAY.send(post("two", batch(200), 1000));

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(GatewayUnderTest.json(response).get("fits").asInt()).isEqualTo(99);
        assertThat(GATEWAY.refunds().next()).isEqualTo(new RefundsInMemory.Entry(CLIENT, Refund.ofEdge("two", today)));
    }

    @Test
    void whereTheFirstPermitCannotGoBackAtOnceItIsNotPromised() throws Exception {
        used(901);
        GATEWAY.refunds().away(true);

        HttpResponse<String> response = GATEWAY.send(post(batch(200), 1000));
        assertThat(GatewayUnderTest.json(response).get("fits").asInt()).isEqualTo(99);
        GATEWAY.refunds().away(false);

        assertThat(GATEWAY.refunds().next()).isEqualTo(first());
    }

    @Test
    void withNothingLeftNoSizeIsOffered() throws Exception {
        used(2000);
        GATEWAY.refunds().away(true);

        HttpResponse<String> response = GATEWAY.send(post(batch(2), 1000));

        assertThat(GatewayUnderTest.json(response).get("detail").asString())
                .startsWith("The batch has 2 places, and the limit \"day\" has room for 0. Try again in ");
        GATEWAY.refunds().away(false);
        assertThat(GATEWAY.refunds().next()).isEqualTo(first());
    }

    @Test
    void aBatchWithoutAGoodAnswerGetsAllOfItBack() throws Exception {
        GATEWAY.weather().answers(answer(503, "application/problem+json", "{}"));

        GATEWAY.send(post(batch(40), 1000));

        assertThat(List.of(GATEWAY.refunds().next(), GATEWAY.refunds().next()))
                .containsExactlyInAnyOrder(first(), further(39));
    }

    @Test
    void aTableThatIsAwayStopsBatchesAndIsOurFailure() throws Exception {
        GATEWAY.accounts().away(true);

        HttpResponse<String> response = GATEWAY.send(post(batch(2), 1000));

        GatewayUnderTest.assertProblem(response, 503, "service-unavailable");
        assertThat(response.headers().firstValue("Retry-After")).contains("5");
        assertThat(GATEWAY.weather().asked()).isEmpty();
        assertThat(GATEWAY.refunds().next()).isEqualTo(first());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"locations\":[\"Hanoi\"]}", "{\"locations\":\"Hanoi\"}", "not json", ""})
    void whatNeedsNoMoreGoesToTheServiceUntouched(String body) throws Exception {
        GATEWAY.accounts().away(true);

        assertThat(GATEWAY.send(post(body, 1000)).statusCode()).isEqualTo(200);

        assertThat(GATEWAY.weather().asked())
                .singleElement()
                .extracting(WeatherStandIn.Asked::body)
                .isEqualTo(body);
    }

    @Test
    void aBatchThatIsTooLongIsTheServicesToRefuse() throws Exception {
        GATEWAY.weather().answers(answer(400, "application/problem+json", "{}"));

        assertThat(GATEWAY.send(post(batch(1001), 100_000)).statusCode()).isEqualTo(400);

        assertThat(used()).isZero();
        assertThat(GATEWAY.refunds().next()).isEqualTo(first());
    }

    @Test
    void whatIsTakenAfterItsCallerLeftGoesBackToo() throws Exception {
        var asked = new CountDownLatch(1);
        var left = new CountDownLatch(1);
        GATEWAY.accounts().beforeTaking(() -> {
            asked.countDown();
            await(left);
        });
        String body = batch(10);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), GATEWAY.port())) {
            socket.getOutputStream()
                    .write("POST /forecast HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n%s: %s\r\n\r\n"
                            .formatted(body.getBytes(UTF_8).length, EdgeAssertion.HEADER, assertion("batch", 1000))
                            .getBytes(US_ASCII));
            socket.getOutputStream().write(body.getBytes(UTF_8));
            await(asked);
        }

        assertThat(GATEWAY.refunds().next()).isEqualTo(first());
        left.countDown();

        assertThat(GATEWAY.refunds().next()).isEqualTo(further(9));
        assertThat(GATEWAY.weather().asked()).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
