package weather.kwangle.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What comes back when the other side of the socket is no weather service. */
class BrokenUpstreamTest {
    private static final TcpStandIn UPSTREAM = new TcpStandIn();

    @RegisterExtension
    static final GatewayUnderTest GATEWAY = new GatewayUnderTest(
            "gateway.weather-service-url=http://127.0.0.1:" + UPSTREAM.port(),
            "gateway.upstream.connect-timeout=10s",
            "gateway.upstream.max-connections=2",
            "gateway.upstream.max-pending=1",
            "gateway.upstream.response-timeout=1500ms");

    @AfterAll
    static void closeUpstream() throws IOException {
        UPSTREAM.close();
    }

    @AfterEach
    void behave() {
        UPSTREAM.connections.set(0);
    }

    private static HttpResponse<String> forecast() throws Exception {
        return GATEWAY.send(GATEWAY.vouched("GET", "/forecast"));
    }

    @Test
    void noiseIsABadGateway() throws Exception {
        UPSTREAM.behaviour = socket -> socket.getOutputStream().write("220 mail ESMTP\r\n\r\n".getBytes(US_ASCII));

        GatewayUnderTest.assertProblem(forecast(), 502, "bad-gateway");
    }

    @Test
    void aConnectionThatClosesIsABadGatewayAndNothingIsRepeated() throws Exception {
        UPSTREAM.behaviour = Socket::close;

        GatewayUnderTest.assertProblem(forecast(), 502, "bad-gateway");
        assertThat(UPSTREAM.connections).hasValue(1);
    }

    @Test
    void aResetIsABadGatewayAndNothingIsRepeated() throws Exception {
        UPSTREAM.behaviour = socket -> {
            // Closing with data unread and no lingering sends RST.
            socket.setSoLinger(true, 0);
            socket.close();
        };

        GatewayUnderTest.assertProblem(forecast(), 502, "bad-gateway");
        assertThat(UPSTREAM.connections).hasValue(1);
    }

    @Test
    void aResetOfAConnectionThatWasKeptIsNotRepeatedEither() throws Exception {
        UPSTREAM.behaviour = socket -> {
            readHeader(socket);
            socket.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n".getBytes(US_ASCII));
            readHeader(socket);
            socket.setSoLinger(true, 0);
            socket.close();
        };

        assertThat(forecast().statusCode()).isEqualTo(200);
        GatewayUnderTest.assertProblem(forecast(), 502, "bad-gateway");
        assertThat(UPSTREAM.connections).hasValue(1);
    }

    private static void readHeader(Socket socket) throws IOException {
        int blank = 0;
        while (blank < 4) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                return;
            }
            blank = next == '\r' || next == '\n' ? blank + 1 : 0;
        }
    }

    @Test
    void aFullPoolRefusesAtOnceWhatMayNotEvenWait() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        UPSTREAM.behaviour = socket -> awaitUninterruptibly(release);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<HttpResponse<String>>> answers = IntStream.range(0, 6)
                    .mapToObj(i -> callers.submit(BrokenUpstreamTest::forecast))
                    .toList();
            List<Integer> statuses = new ArrayList<>();
            for (Future<HttpResponse<String>> answer : answers) {
                statuses.add(answer.get(20, TimeUnit.SECONDS).statusCode());
            }

            // Two hold the connections and one waits until their timeout; the others do not even wait.
            assertThat(statuses).containsExactlyInAnyOrder(504, 504, 504, 503, 503, 503);
        } finally {
            release.countDown();
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            boolean released = latch.await(20, TimeUnit.SECONDS);
            assertThat(released).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
