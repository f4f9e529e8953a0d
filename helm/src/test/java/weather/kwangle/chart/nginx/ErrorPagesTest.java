package weather.kwangle.chart.nginx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.chart.Ports;
import weather.kwangle.chart.nginx.RawHttp.Answer;
import weather.kwangle.chart.release.Releases;

/** Errors that NGINX makes itself are problems as the gateway writes them; what the gateway answered is left alone. */
class ErrorPagesTest {
    private static final String PROBLEMS = "https://api.kwangle.weather/problems/";
    private static final NginxConfiguration CONFIGURATION = NginxConfiguration.of(Releases.of("production"));
    private static final String HOST = CONFIGURATION.host();

    @TempDir
    static Path folder;

    private static GatewayStandIn gateway;
    private static Nginx nginx;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        gateway = GatewayStandIn.start();
        nginx = Nginx.start(CONFIGURATION.with("proxy-read-timeout", "300ms"), folder, gateway.port());
    }

    @AfterAll
    static void stop() {
        if (nginx != null) {
            nginx.close();
        }
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/forecast", "/current", "/places", "/usage", "/health"})
    void everyPathOfTheIngressReachesTheGateway(String path) throws IOException {
        Answer answer = nginx.http().get(HOST, path);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("{\"ok\":true}");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 404, 413, 429, 500, 502, 503, 504})
    void theGatewaysOwnErrorsPassUnchanged(int status) throws IOException {
        Answer answer = nginx.http().get(HOST, "/forecast?status=" + status);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(GatewayStandIn.PROBLEM.formatted(status));
        assertThat(answer.headers())
                .containsEntry("content-type", "application/problem+json")
                .containsEntry("retry-after", GatewayStandIn.RETRY_AFTER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/forecast/", "/forecastx", "/api/v1/forecast", "/-/problem"})
    void anUnknownPathIsNotFound(String path) throws IOException {
        assertProblem(nginx.http().get(HOST, path), 404, PROBLEMS + "not-found");
    }

    @Test
    void aHostThatIsNobodysIsNotFound() throws IOException {
        assertProblem(nginx.http().get("other.test", "/forecast"), 404, PROBLEMS + "not-found");
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedBeforeItIsSent() throws IOException {
        Answer answer = nginx.http().request("POST", HOST, "/forecast", "Content-Length: 1048577");
        assertProblem(answer, 413, PROBLEMS + "payload-too-large");
    }

    @Test
    void aTargetThatIsTooLong() throws IOException {
        assertProblem(nginx.http().get(HOST, "/forecast?location=" + "a".repeat(17_000)), 414, "about:blank");
    }

    @Test
    void whatApiGatewayLetsThroughIsNotTooLong() throws IOException {
        assertThat(nginx.http()
                        .get(HOST, "/forecast?location=" + "a".repeat(10_000), "X-Edge-Assertion: " + "a".repeat(4_096))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void headersThatAreTooLarge() throws IOException {
        assertProblem(nginx.http().get(HOST, "/forecast", "X-Large: " + "a".repeat(17_000)), 431, "about:blank");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /forecast HTTP/1.1\r\nConnection: close\r\n\r\n",
                "GET /forecast HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n",
                "GET /%zz HTTP/1.1\r\nHost: internal.kwangle.weather\r\nConnection: close\r\n\r\n",
                "GET /forecast HTTP/1.1\r\nHost: internal.kwangle.weather\r\nContent-Length: x\r\n\r\n"
            })
    void whatIsNotHttp(String request) throws IOException {
        assertProblem(nginx.http().send(request), 400, PROBLEMS + "bad-request");
    }

    @Test
    void aMethodThatNoServerShouldAnswer() throws IOException {
        assertProblem(nginx.http().request("TRACE", HOST, "/forecast"), 405, PROBLEMS + "method-not-allowed");
    }

    @Test
    void aPartOfHttpThatIsNotSupported() throws IOException {
        Answer answer = nginx.http().request("POST", HOST, "/forecast", "Transfer-Encoding: gzip");
        assertProblem(answer, 501, "about:blank");
    }

    @Test
    void aVersionOfHttpThatIsNotSupported() throws IOException {
        assertProblem(
                nginx.http().send("GET /forecast HTTP/3.0\r\nHost: %s\r\n\r\n".formatted(HOST)), 505, "about:blank");
    }

    @Test
    void aGatewayThatDoesNotAnswerInTime() throws IOException {
        Answer answer = nginx.http().get(HOST, "/forecast?silent");
        assertProblem(answer, 504, PROBLEMS + "upstream-timeout");
        assertThat(answer.headers()).doesNotContainKey("retry-after");
    }

    @Test
    void noGatewayToConnectTo(@TempDir Path own) throws IOException, InterruptedException {
        try (Nginx alone = Nginx.start(CONFIGURATION, own, Ports.free())) {
            Answer answer = alone.http().get(HOST, "/forecast");
            assertProblem(answer, 502, PROBLEMS + "bad-gateway");
            assertThat(answer.headers()).containsEntry("retry-after", "5");
        }
    }

    @Test
    void aVirtualServerWithoutEndpoints() throws IOException {
        Answer answer = nginx.http().get(NginxConfiguration.WITHOUT_ENDPOINTS, "/forecast");
        assertProblem(answer, 503, PROBLEMS + "service-unavailable");
        assertThat(answer.headers()).containsEntry("retry-after", "5");
    }

    @Test
    void headHasNoBody() throws IOException {
        Answer answer = nginx.http().request("HEAD", HOST, "/nowhere");
        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.headers()).containsEntry("content-type", "application/problem+json");
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void theVersionIsNobodysBusiness() throws IOException {
        assertThat(nginx.http().get(HOST, "/nowhere").headers()).containsEntry("server", "nginx");
    }

    @Test
    void theLogHasTheClientAndTheProblemsRequestIdButNoQuery() throws IOException {
        Answer answer = nginx.http().get(HOST, "/lost?location=Hanoi", "X-Client-Id: a\"b", "User-Agent: x");
        String requestId = answer.json().get("requestId").getAsString();
        // NGINX writes the line once the answer is out.
        JsonObject line =
                await().until(() -> lineOf(requestId), Optional::isPresent).orElseThrow();
        assertThat(line.get("client").getAsString()).isEqualTo("a\"b");
        assertThat(line.get("path").getAsString()).isEqualTo("/lost");
        assertThat(line.get("status").getAsInt()).isEqualTo(404);
        assertThat(line.toString()).doesNotContain("Hanoi");
    }

    private static Optional<JsonObject> lineOf(String requestId) throws IOException {
        return nginx.accessLog().stream()
                .map(text -> JsonParser.parseString(text).getAsJsonObject())
                .filter(json -> json.get("requestId").getAsString().equals(requestId))
                .findFirst();
    }

    private static void assertProblem(Answer answer, int status, String type) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.headers())
                .containsEntry("content-type", "application/problem+json")
                .containsEntry("cache-control", "no-store");
        JsonObject problem = answer.json();
        assertThat(problem.get("status").getAsInt()).isEqualTo(status);
        assertThat(problem.get("type").getAsString()).isEqualTo(type);
        assertThat(problem.get("title").getAsString()).isNotBlank();
        assertThat(problem.get("detail").getAsString()).endsWith(".");
        assertThat(problem.get("requestId").getAsString()).hasSize(32);
    }
}
