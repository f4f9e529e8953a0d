package weather.kwangle.local.documentation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Swagger UI over the contract, without any request to another host. Signing in works from the page: the public client is
 * filled in, and the code flow uses PKCE.
 */
public final class DocumentationPage {

    /** Where the page is served; every path of {@link #find} starts with it. */
    public static final String PATH = "/docs/";

    private static final Map<String, String> OF_SWAGGER_UI = Map.of(
            "swagger-ui.css", "text/css; charset=utf-8",
            "swagger-ui-bundle.js", "text/javascript; charset=utf-8",
            "oauth2-redirect.html", "text/html; charset=utf-8",
            "oauth2-redirect.js", "text/javascript; charset=utf-8",
            "favicon-32x32.png", "image/png");
    private static final Map<String, String> OURS = Map.of(
            "index.html", "text/html; charset=utf-8",
            "page.js", "text/javascript; charset=utf-8",
            "page.css", "text/css; charset=utf-8");

    private final byte[] contract;
    private final String swaggerUi;

    /**
     * One file of the page.
     *
     * @param body what to send; never changed by the receiver
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    public record Resource(String contentType, byte[] body) {}

    /**
     * Prepares the page for a platform at the given addresses.
     *
     * @param contract {@code api/openapi.yaml}
     * @param api the base URL to try requests at, with {@code /api/v1}
     */
    public DocumentationPage(JsonNode contract, URI api, URI authorizeEndpoint, URI tokenEndpoint) {
        this.contract = JsonMapper.shared()
                .writeValueAsBytes(PublicContract.of(contract, api, authorizeEndpoint, tokenEndpoint));
        this.swaggerUi = "/META-INF/resources/webjars/swagger-ui/" + version() + "/";
    }

    /** The resource of that path, which starts with {@link #PATH}; empty if there is none. */
    public Optional<Resource> find(String path) {
        if (!path.startsWith(PATH)) {
            return Optional.empty();
        }
        String name = path.equals(PATH) ? "index.html" : path.substring(PATH.length());
        if (name.equals("openapi.json")) {
            return Optional.of(new Resource("application/json", contract));
        }
        String ours = OURS.get(name);
        if (ours != null) {
            return Optional.of(new Resource(ours, bytes(name)));
        }
        String swagger = OF_SWAGGER_UI.get(name);
        return swagger == null ? Optional.empty() : Optional.of(new Resource(swagger, bytes(swaggerUi + name)));
    }

    private static String version() {
        Properties pom = new Properties();
        try (InputStream in = open("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            pom.load(new java.io.InputStreamReader(requireNonNull(in, "swagger-ui is on the class path"), UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return requireNonNull(pom.getProperty("version"), "version of swagger-ui");
    }

    private static byte[] bytes(String resource) {
        try (InputStream in = open(resource)) {
            return requireNonNull(in, resource).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static @Nullable InputStream open(String resource) {
        return DocumentationPage.class.getResourceAsStream(resource);
    }
}
