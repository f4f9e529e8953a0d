package weather.kwangle.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import weather.kwangle.edge.EdgeAssertion;

/** A caller that sends its request drop by drop holds a connection for a bounded time only. */
class SlowCallerTest {
    @RegisterExtension
    static final GatewayUnderTest GATEWAY = new GatewayUnderTest("gateway.request-timeout=300ms");

    @Test
    void aBodyThatDoesNotEndIsATimeoutOfTheCallers() throws Exception {
        String answer = send("POST /forecast HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n" + EdgeAssertion.HEADER
                + ": " + Edge.allows("POST /forecast") + "\r\n\r\n{");

        assertThat(answer).startsWith("HTTP/1.1 408 ").containsIgnoringCase("content-type: application/problem+json");
        assertThat(GATEWAY.weather().asked()).isEmpty();
    }

    @Test
    void aConnectionThatRestsBetweenRequestsIsKept() throws Exception {
        String request =
                "GET /usage HTTP/1.1\r\nHost: a\r\n" + EdgeAssertion.HEADER + ": " + Edge.allows("GET /usage") + "\r\n";
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), GATEWAY.port())) {
            socket.setSoTimeout(1000);
            socket.getOutputStream().write((request + "\r\n").getBytes(US_ASCII));
            assertThat(firstByte(socket)).isEqualTo('H');
            skipUntilQuiet(socket);
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write((request + "Connection: close\r\n\r\n").getBytes(US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("HTTP/1.1 200 ");
        }
    }

    private static int firstByte(Socket socket) throws IOException {
        return socket.getInputStream().read();
    }

    /** Reads for longer than the request timeout, then finds that nothing more came and nobody hung up. */
    private static void skipUntilQuiet(Socket socket) throws IOException {
        try {
            while (firstByte(socket) >= 0) {
                // The rest of the first answer.
            }
            throw new AssertionError("the gateway closed a connection that only rested");
        } catch (SocketTimeoutException quiet) {
            assertThat(socket.isClosed()).isFalse();
        }
    }

    private static String send(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), GATEWAY.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            return new String(socket.getInputStream().readNBytes(400), UTF_8);
        }
    }
}
