package weather.kwangle.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static weather.kwangle.gateway.WeatherStandIn.answer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import weather.kwangle.edge.Decision;
import weather.kwangle.edge.EdgeAssertion;
import weather.kwangle.edge.Limit;
import weather.kwangle.quota.refund.Refund;

/** What is given back and what is kept. A last request that fails shows that nothing else was on its way before it. */
class RefundTest {
    @RegisterExtension
    static final GatewayUnderTest GATEWAY =
            new GatewayUnderTest("gateway.upstream.response-timeout=500ms", "gateway.upstream.deadline=1s");

    private final Instant issued = Instant.now();

    private HttpRequest.Builder request(String id, String operation, Decision decision) {
        int space = operation.indexOf(' ');
        return GATEWAY.request(operation.substring(0, space), operation.substring(space + 1))
                .header(
                        EdgeAssertion.HEADER,
                        Edge.signed(
                                id, Edge.KEY, operation, decision, List.of(new Limit("rate", 200, 2, 0, 1)), issued));
    }

    private RefundsInMemory.Entry refundOf(String id) {
        LocalDate day = LocalDate.ofInstant(issued, ZoneOffset.UTC);
        return new RefundsInMemory.Entry("acme-weather", Refund.ofEdge(id, day));
    }

    @Test
    void aGoodAnswerIsPaidFor() throws Exception {
        for (int status : List.of(200, 203, 204, 304)) {
            GATEWAY.weather()
                    .answers((request, response) -> response.status(status).send());
            assertThat(GATEWAY.send(request("good", "GET /forecast", Decision.ALLOW))
                            .statusCode())
                    .isEqualTo(status);
        }
        GATEWAY.weather().answers(answer(500, "text/plain", "oops"));
        GATEWAY.send(request("bad", "GET /forecast", Decision.ALLOW));

        assertThat(GATEWAY.refunds().next()).isEqualTo(refundOf("bad"));
        assertThat(GATEWAY.refunds().rest()).isEmpty();
    }

    /** All in one wait: refunds are written a second after they are due. */
    @Test
    void anAnswerThatIsNoGoodOneIsNot() throws Exception {
        var due = new ArrayList<RefundsInMemory.Entry>();
        for (int status : List.of(301, 400, 404, 406, 422, 429, 500, 502, 503)) {
            GATEWAY.weather().answers(answer(status, "application/problem+json", "{}"));
            GATEWAY.send(request("not-good-" + status, "GET /forecast", Decision.ALLOW));
            due.add(refundOf("not-good-" + status));
        }

        var given = new ArrayList<RefundsInMemory.Entry>();
        while (given.size() < due.size()) {
            given.add(GATEWAY.refunds().next());
        }
        assertThat(given).containsExactlyInAnyOrderElementsOf(due);
    }

    @Test
    void aServiceThatDoesNotAnswerInTimeIsNotPaidFor() throws Exception {
        GATEWAY.weather().answers((request, response) -> Mono.never());

        assertThat(GATEWAY.send(request("late", "GET /current", Decision.ALLOW)).statusCode())
                .isEqualTo(504);

        assertThat(GATEWAY.refunds().next()).isEqualTo(refundOf("late"));
    }

    @Test
    void anAnswerThatBreaksOffIsNotPaidFor() throws Exception {
        GATEWAY.weather()
                .answers((request, response) -> response.header("Content-Type", "application/json")
                        .sendString(Flux.concat(Mono.just("{\"days\":["), Mono.never())));
        try {
            GATEWAY.send(request("broken", "GET /forecast", Decision.ALLOW));
        } catch (IOException cut) {
            // The connection is cut, since an answer was on its way.
        }

        assertThat(GATEWAY.refunds().next()).isEqualTo(refundOf("broken"));
    }

    @Test
    void aCallerThatLeavesBeforeItsAnswerDoesNotPay() throws Exception {
        var asked = new CountDownLatch(1);
        GATEWAY.weather().answers((request, response) -> {
            asked.countDown();
            return Mono.never();
        });
        String assertion = Edge.signed("left", Edge.KEY, "GET /forecast", Decision.ALLOW, Edge.LIMITS, issued);
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), GATEWAY.port())) {
            socket.getOutputStream()
                    .write("GET /forecast HTTP/1.1\r\nHost: a\r\n%s: %s\r\n\r\n"
                            .formatted(EdgeAssertion.HEADER, assertion)
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();
        }

        assertThat(GATEWAY.refunds().next()).isEqualTo(refundOf("left"));
    }

    @Test
    void whatTheGatewayItselfRefusesIsNotPaidFor() throws Exception {
        GATEWAY.send(request("nowhere", "GET /nowhere", Decision.ALLOW));

        assertThat(GATEWAY.refunds().next()).isEqualTo(refundOf("nowhere"));
    }

    @Test
    void whatTookNothingGetsNothingBack() throws Exception {
        GATEWAY.send(request("rate", "GET /forecast", Decision.RATE_LIMITED));
        GATEWAY.send(request("quota", "GET /forecast", Decision.QUOTA_EXCEEDED));
        GATEWAY.send(request("usage-limited", "GET /usage", Decision.RATE_LIMITED));
        GATEWAY.send(GATEWAY.request("GET", "/forecast"));
        GATEWAY.send(GATEWAY.request("GET", "/nowhere"));
        GATEWAY.send(GATEWAY.request("GET", "/health"));
        GATEWAY.send(request("last", "GET /nowhere", Decision.ALLOW));

        assertThat(GATEWAY.refunds().next()).isEqualTo(refundOf("last"));
        assertThat(GATEWAY.refunds().rest()).isEmpty();
    }

    @Test
    void refundsWaitForATableThatIsAway() throws Exception {
        GATEWAY.refunds().away(true);
        GATEWAY.send(request("waits", "GET /nowhere", Decision.ALLOW));
        GATEWAY.refunds().awaitCalls(2);
        assertThat(GATEWAY.refunds().rest()).isEmpty();

        GATEWAY.refunds().away(false);

        assertThat(GATEWAY.refunds().next()).isEqualTo(refundOf("waits"));
    }
}
