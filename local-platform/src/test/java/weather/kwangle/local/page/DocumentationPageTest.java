package weather.kwangle.local.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weather.kwangle.local.apigateway.ApiDefinition;

class DocumentationPageTest {
    private static final URI IDENTITY = URI.create("http://127.0.0.1:7777");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static Server server;
    private static URI origin;

    @BeforeAll
    static void serve() throws Exception {
        server = new Server();
        var connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        var api = ApiDefinition.parse("openapi.yaml", Files.readString(Path.of("../api/openapi.yaml")));
        server.setHandler(new DocumentationPage(api, IDENTITY));
        server.start();
        origin = URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    @AfterAll
    static void stop() throws Exception {
        server.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/docs"})
    void theWayToThePageIsShort(String path) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location")).contains("/docs/");
    }

    @Test
    void everyFileThatThePageNamesIsThereAndNothingComesFromElsewhere() throws Exception {
        String page = get("/docs/").body();

        List<String> named = new ArrayList<>();
        Pattern.compile("(?:src|href)=\"([^\"]+)\"").matcher(page).results().forEach(link -> named.add(link.group(1)));
        assertThat(named).isNotEmpty().noneMatch(link -> link.contains("//"));
        for (String file : named) {
            assertThat(get("/docs/" + file).statusCode()).as(file).isEqualTo(200);
        }
        assertThat(get("/docs/").headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "connect-src 'self' " + IDENTITY + ";");
    }

    @ParameterizedTest
    @CsvSource({
        "/docs/oauth2-redirect.html, text/html; charset=utf-8",
        "/docs/oauth2-redirect.js, text/javascript; charset=utf-8",
        "/docs/openapi.json, application/json"
    })
    void whatTheSignInComesBackToIsServed(String path, String type) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(type);
    }

    @Test
    void theContractIsShownWithoutWhatOnlyApiGatewayNeeds() throws Exception {
        HttpResponse<String> answer = get("/docs/openapi.json");
        JsonNode contract = JsonMapper.shared().readTree(answer.body());

        assertThat(answer.body())
                .doesNotContain("x-amazon-apigateway", "lambdaAuthorizer", "VpcLinkId", "amazoncognito");
        assertThat(contract.at("/servers")).hasSize(1);
        assertThat(contract.at("/servers/0/url").asString()).isEqualTo("/api/v1");
        assertThat(contract.at("/paths/~1forecast/get/security/0/oauth2/0").asString())
                .isEqualTo("max-weather/read:forecast");
        JsonNode flows = contract.at("/components/securitySchemes/oauth2/flows");
        assertThat(flows.at("/authorizationCode/authorizationUrl").asString())
                .isEqualTo(IDENTITY + "/oauth2/authorize");
        assertThat(flows.at("/authorizationCode/tokenUrl").asString()).isEqualTo(IDENTITY + "/oauth2/token");
        assertThat(flows.at("/clientCredentials/tokenUrl").asString()).isEqualTo(IDENTITY + "/oauth2/token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs/index.html", "/docs/nothing", "/docs/%2e%2e/", "/api/v1/forecast"})
    void everythingElseIsLeftToOthers(String path) throws Exception {
        assertThat(get(path).statusCode()).isGreaterThanOrEqualTo(400);
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return HTTP.send(HttpRequest.newBuilder(URI.create(origin + path)).build(), BodyHandlers.ofString());
    }
}
