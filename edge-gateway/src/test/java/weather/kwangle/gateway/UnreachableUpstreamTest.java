package weather.kwangle.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnreachableUpstreamTest {
    @RegisterExtension
    static final GatewayUnderTest GATEWAY =
            new GatewayUnderTest("gateway.weather-service-url=http://127.0.0.1:" + portWithoutListener());

    private static int portWithoutListener() {
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return closed.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aServiceThatIsAwayIsUnavailableAndTheClientIsToldWhenToTryAgain() throws Exception {
        HttpResponse<String> response = GATEWAY.send(GATEWAY.vouched("GET", "/current"));

        GatewayUnderTest.assertProblem(response, 503, "service-unavailable");
        assertThat(response.headers().firstValue("Retry-After")).contains("5");
        assertThat(response.headers().firstValue("RateLimit")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health", "/ready", "/startup"})
    void aServiceThatIsAwayDoesNotMakeTheGatewayUnready(String probe) throws Exception {
        HttpResponse<String> response = GATEWAY.send(GATEWAY.request("GET", probe));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo("{\"status\":\"UP\"}");
    }
}
