package weather.kwangle.local.documentation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DocumentationPageTest {

    private static final DocumentationPage PAGE = new DocumentationPage(
            contract(),
            URI.create("http://127.0.0.1:8080/api/v1"),
            URI.create("http://127.0.0.1:8081/oauth2/authorize"),
            URI.create("http://127.0.0.1:8081/oauth2/token"));

    @Test
    void everythingThePageLoadsIsServedHere() {
        String html = text("/docs/");
        var references = Pattern.compile("(?:href|src)=\"([^\"]+)\"").matcher(html);
        int found = 0;
        while (references.find()) {
            assertThat(PAGE.find("/docs/" + references.group(1)))
                    .as(references.group(1))
                    .isPresent();
            found++;
        }
        assertThat(found).isGreaterThan(4);
        assertThat(html).doesNotContain("//");
    }

    @Test
    void thePublicContractKeepsNothingThatOnlyApiGatewayReads() {
        assertThat(text("/docs/openapi.json"))
                .contains("\"/forecast\"", "max-weather/read:forecast")
                .doesNotContain("x-amazon", "lambdaAuthorizer", "internal.kwangle.weather", "amazoncognito");
    }

    @Test
    void requestsAndSignInGoToThisMachine() {
        JsonNode contract = JsonMapper.shared().readTree(text("/docs/openapi.json"));
        assertThat(contract.at("/servers/0/url").asString()).isEqualTo("http://127.0.0.1:8080/api/v1");
        assertThat(contract.get("servers")).hasSize(1);
        JsonNode flow = contract.at("/components/securitySchemes/oauth2/flows/authorizationCode");
        assertThat(flow.get("authorizationUrl").asString()).isEqualTo("http://127.0.0.1:8081/oauth2/authorize");
        assertThat(flow.get("tokenUrl").asString()).isEqualTo("http://127.0.0.1:8081/oauth2/token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs/../pom.xml", "/docs/DocumentationPage.class", "/docs/nothing", "/docs", "/other"})
    void nothingElseIsServed(String path) {
        assertThat(PAGE.find(path)).isEmpty();
    }

    private static String text(String path) {
        return new String(PAGE.find(path).orElseThrow().body(), UTF_8);
    }

    private static JsonNode contract() {
        try {
            Object yaml = new Yaml().load(Files.readString(Path.of("../api/openapi.yaml")));
            return JsonMapper.shared().valueToTree(yaml);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
