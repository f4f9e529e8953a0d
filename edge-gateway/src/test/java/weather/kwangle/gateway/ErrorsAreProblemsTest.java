package weather.kwangle.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import weather.kwangle.edge.EdgeAssertion;

@ExtendWith(OutputCaptureExtension.class)
class ErrorsAreProblemsTest {
    private static final int LIMIT = 262_144;

    @RegisterExtension
    static final GatewayUnderTest GATEWAY = new GatewayUnderTest();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/nowhere",
                "/actuator",
                "/actuator/health",
                "/actuator/gateway/routes",
                "/forecast/",
                "/Forecast",
                "/error",
                "/favicon.ico"
            })
    void anUnknownPathIsNotFound(String path) throws Exception {
        GatewayUnderTest.assertProblem(GATEWAY.send(GATEWAY.vouched("GET", path)), 404, "not-found");
        assertThat(GATEWAY.weather().asked()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DELETE  | /forecast | GET, POST",
                "OPTIONS | /forecast | GET, POST",
                "POST    | /current  | GET",
                "PUT     | /places   | GET",
                "POST    | /usage    | GET",
                "POST    | /health   | GET"
            })
    void aMethodThatThePathDoesNotHaveIsRefusedAndTheOthersAreNamed(String method, String path, String allow)
            throws Exception {
        HttpResponse<String> response = GATEWAY.send(GATEWAY.vouched(method, path));

        GatewayUnderTest.assertProblem(response, 405, "method-not-allowed");
        assertThat(response.headers().firstValue("Allow")).contains(allow);
        assertThat(GATEWAY.weather().asked()).isEmpty();
    }

    @Test
    void aBodyOfExactlyTheLimitPasses() throws Exception {
        assertThat(post(BodyPublishers.ofByteArray(new byte[LIMIT])).statusCode())
                .isEqualTo(200);
        assertThat(post(chunked(LIMIT)).statusCode()).isEqualTo(200);
    }

    @Test
    void aLongerBodyIsRefusedBeforeTheServiceIsAsked() throws Exception {
        GatewayUnderTest.assertProblem(post(BodyPublishers.ofByteArray(new byte[LIMIT + 1])), 413, "payload-too-large");
        assertThat(GATEWAY.weather().asked()).isEmpty();
    }

    @Test
    void aChunkedBodyIsCountedByItsRealBytes() throws Exception {
        GatewayUnderTest.assertProblem(post(chunked(LIMIT + 1)), 413, "payload-too-large");
        assertThat(GATEWAY.weather().asked()).isEmpty();
    }

    @Test
    void aWebSocketHandshakeIsJustARequest() throws Exception {
        String answer = raw("GET /forecast HTTP/1.1\r\nHost: a\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                + EdgeAssertion.HEADER + ": " + Edge.allows("GET /forecast") + "\r\n\r\n");

        assertThat(answer).startsWith("HTTP/1.1 200 ");
        assertThat(GATEWAY.weather().asked())
                .singleElement()
                .satisfies(
                        asked -> assertThat(asked.headers().contains("Upgrade")).isFalse());
    }

    @ParameterizedTest
    @ValueSource(strings = {"HELLO", "GET /forecast?location={Hanoi} HTTP/1.1", "GET /fore%zzcast HTTP/1.1"})
    void whatIsNotHttpGetsAProblemToo(String line) throws Exception {
        assertRawProblem(raw(line + "\r\nHost: a\r\nConnection: close\r\n\r\n"), 400);
    }

    /** The first without a word of the body, the other two after a batch that is whole and would be paid for. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "something\r\n",
                "17\r\n{\"locations\":[\"A\",\"B\"]}\r\nsomething\r\n",
                "17\r\n{\"locations\":[\"A\",\"B\"]}something\r\n"
            })
    void aBrokenChunkIsTheCallersFault(String body, CapturedOutput output) throws Exception {
        assertRawProblem(
                raw("POST /forecast HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n" + EdgeAssertion.HEADER + ": "
                        + Edge.allows("POST /forecast") + "\r\n\r\n" + body),
                400);

        assertThat(GATEWAY.send(GATEWAY.vouched("GET", "/current")).statusCode())
                .isEqualTo(200);
        assertThat(GATEWAY.weather().asked())
                .as("only what came after it")
                .singleElement()
                .satisfies(asked -> assertThat(asked.uri()).isEqualTo("/current"));
        assertThat(output.getOut()).contains("\"status\":400").doesNotContain("stackTrace");
    }

    @Test
    void aHeaderThatIsTooLargeGetsAProblemToo() throws Exception {
        assertRawProblem(raw("GET /forecast HTTP/1.1\r\nHost: a\r\nX-Large: " + "a".repeat(20_000) + "\r\n\r\n"), 431);
        assertRawProblem(raw("GET /" + "a".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"), 414);
    }

    private static void assertRawProblem(String answer, int status) {
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ").containsIgnoringCase("\r\nx-request-id: ");
        assertThat(answer)
                .containsIgnoringCase("\r\ncontent-type: application/problem+json")
                .containsIgnoringCase("\r\ncache-control: no-store");
        assertThat(answer.substring(answer.indexOf("\r\n\r\n")).strip())
                .startsWith("{\"type\":")
                .contains("\"status\":" + status)
                .doesNotContain("Exception");
    }

    private static HttpResponse<String> post(BodyPublisher body) throws Exception {
        return GATEWAY.send(GATEWAY.vouched("POST", "/forecast")
                .header("Content-Type", "application/json")
                .POST(body));
    }

    private static BodyPublisher chunked(int length) {
        return BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(new byte[length]));
    }

    /** Sends bytes that no HTTP client would, and reads until the gateway has answered. */
    private static String raw(String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), GATEWAY.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }
}
