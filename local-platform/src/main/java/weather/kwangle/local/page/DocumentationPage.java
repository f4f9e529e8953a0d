package weather.kwangle.local.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import weather.kwangle.local.apigateway.ApiDefinition;

/**
 * Serves {@code /docs/}: the contract in Swagger UI, where "Authorize" signs a user in. Leaves every path that is not
 * one of its few files to the next handler.
 */
public final class DocumentationPage extends Handler.Abstract.NonBlocking {
    private static final String FOLDER = "/docs/";
    private final Map<String, Content> contents = new HashMap<>();
    private final String contentSecurityPolicy;

    private record Content(String type, ByteBuffer bytes) {}

    /**
     * @param api the contract
     * @param identity the origin of the sign-in
     */
    public DocumentationPage(ApiDefinition api, URI identity) {
        // Swagger UI sets styles from its script and draws its icons as data. It fetches tokens from the sign-in.
        contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline';"
                + " img-src 'self' data:; connect-src 'self' " + identity + ";"
                + " frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
        for (String own : new String[] {"index.html", "start.js"}) {
            add(own, bytes("/weather/kwangle/local/page/" + own));
        }
        String swaggerUi = "/META-INF/resources/webjars/swagger-ui/" + swaggerUiVersion() + "/";
        for (String file : new String[] {
            "swagger-ui.css", "swagger-ui-bundle.js", "oauth2-redirect.html", "oauth2-redirect.js", "favicon-32x32.png"
        }) {
            add(file, bytes(swaggerUi + file));
        }
        var contract = PublicContract.of((ObjectNode) api.document(), api.basePath(), identity);
        contents.put(
                FOLDER + "openapi.json",
                new Content(
                        "application/json", ByteBuffer.wrap(JsonMapper.shared().writeValueAsBytes(contract))));
        contents.put(FOLDER, contents.remove(FOLDER + "index.html"));
    }

    private void add(String file, byte[] bytes) {
        contents.put(FOLDER + file, new Content(contentType(file), ByteBuffer.wrap(bytes)));
    }

    private static String contentType(String file) {
        return switch (file.substring(file.lastIndexOf('.') + 1)) {
            case "html" -> "text/html; charset=utf-8";
            case "css" -> "text/css; charset=utf-8";
            case "js" -> "text/javascript; charset=utf-8";
            case "png" -> "image/png";
            default -> throw new IllegalArgumentException(file + " is of no known type");
        };
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        String method = request.getMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return false;
        }
        String path = request.getHttpURI().getPath();
        if ("/".equals(path) || "/docs".equals(path)) {
            Response.sendRedirect(request, response, callback, HttpStatus.FOUND_302, FOLDER, true);
            return true;
        }
        Content content = contents.get(path);
        if (content == null) {
            return false;
        }
        HttpFields.Mutable headers = response.getHeaders();
        headers.put(HttpHeader.CONTENT_TYPE, content.type());
        headers.put(HttpHeader.CONTENT_LENGTH, content.bytes().remaining());
        // The next start may serve another contract, or another version of Swagger UI, on the same port.
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        headers.put("Content-Security-Policy", contentSecurityPolicy);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        response.write(
                true,
                method.equals("HEAD") ? ByteBuffer.allocate(0) : content.bytes().slice(),
                callback);
        return true;
    }

    private static String swaggerUiVersion() {
        var properties = new Properties();
        try (InputStream input = resource("/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
            properties.load(input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    private static byte[] bytes(String name) {
        try (InputStream input = resource(name)) {
            return input.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static InputStream resource(String name) {
        InputStream input = DocumentationPage.class.getResourceAsStream(name);
        if (input == null) {
            throw new IllegalStateException(name + " is not on the class path");
        }
        return input;
    }
}
