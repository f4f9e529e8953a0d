package weather.kwangle.pipeline;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The smoke test against an API of this test's own, asked by the real curl. */
class SmokeTest {

    private static final String CREDENTIALS =
            "Basic " + Base64.getEncoder().encodeToString("smoke:secret-of-smoke".getBytes(UTF_8));

    private HttpServer api;
    private Workspace workspace;
    private String weather = "{\"values\":{\"air_temperature\":{\"value\":16.3}}}";
    private boolean open;

    @BeforeEach
    void start(@TempDir Path temporary) throws IOException {
        api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        api.createContext(
                "/oauth2/token",
                exchange -> answer(
                        exchange,
                        CREDENTIALS.equals(exchange.getRequestHeaders().getFirst("Authorization")) ? 200 : 401,
                        "{\"access_token\":\"secret-token\",\"expires_in\":3600}"));
        api.createContext(
                "/api/v1/current",
                exchange -> answer(
                        exchange,
                        open
                                        || "Bearer secret-token"
                                                .equals(exchange.getRequestHeaders()
                                                        .getFirst("Authorization"))
                                ? 200
                                : 401,
                        weather));
        api.start();

        workspace = new Workspace(temporary)
                .revisions("staging", "deployed build 42")
                .set("API_URL", url() + "/api/v1")
                .set("TOKEN_ENDPOINT", url() + "/oauth2/token")
                .set("CLIENT_ID", "smoke")
                .set("CLIENT_SECRET", "secret-of-smoke");
        // The real curl, behind the stand-ins of all other tools.
        List<String> others =
                Tools.ALL.stream().filter(tool -> !tool.equals("curl")).toList();
        workspace.set(
                "PATH",
                workspace.tools().environment(others).get("PATH") + ":"
                        + Tools.onThisMachine("curl").getParent());
    }

    @AfterEach
    void stop() {
        api.stop(0);
    }

    @Test
    void aClientGoesTheWholeWay() {
        Shell.Outcome tested = smoke();

        assertThat(tested.exitCode()).as(tested.all()).isZero();
        assertThat(workspace.tools().calls()).containsExactly("helm test max-weather -n weather-staging --timeout 5m");
        assertThat(tested.output()).endsWith("the public API answers a client with a token and refuses one without\n");
    }

    @Test
    void neitherSecretNorTokenIsPrinted() {
        assertThat(smoke().all()).doesNotContain("secret-of-smoke").doesNotContain("secret-token");
    }

    @Test
    void failsWhereNobodyIsRefused() {
        open = true;

        assertFails("/api/v1/current?location=Hanoi without a token answers 200, expected 401");
    }

    @Test
    void failsWhereTheClientGetsNoToken() {
        workspace.set("CLIENT_SECRET", "wrong");

        assertFails("/oauth2/token answers 401, expected 200");
    }

    @Test
    void failsWhereTheAnswerHasNoWeather() {
        weather = "{}";

        assertFails("answers without an air temperature");
    }

    @Test
    void failsWhereNobodyAnswers() {
        api.stop(0);

        assertFails("/oauth2/token does not answer");
    }

    @Test
    void failsWithTheChartsOwnTests() {
        workspace.tools().failOn("^helm test");

        assertThat(smoke().exitCode()).isEqualTo(1);
    }

    @Test
    void withoutAnApiTheClusterAloneIsTested() {
        Shell.Outcome tested = workspace.unset("API_URL").run("smoke.sh", "staging");

        assertThat(tested.exitCode()).isZero();
        assertThat(tested.output()).endsWith("no API_URL: the way through the public API was not tried\n");
    }

    private void assertFails(String complaint) {
        Shell.Outcome tested = smoke();
        assertThat(tested.exitCode()).isEqualTo(1);
        assertThat(tested.errors()).contains("smoke.sh: ").contains(complaint);
    }

    private Shell.Outcome smoke() {
        return workspace.run("smoke.sh", "staging");
    }

    private String url() {
        return "http://127.0.0.1:" + api.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, body.length());
        exchange.getResponseBody().write(body.getBytes(UTF_8));
        exchange.close();
    }
}
