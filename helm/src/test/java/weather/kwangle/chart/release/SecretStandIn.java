package weather.kwangle.chart.release;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Kubernetes API with one Secret in it, or none: as much as Helm's {@code lookup} asks. */
final class SecretStandIn implements AutoCloseable {

    /** Where the build has Helm look for a cluster, so that it never finds a real one. */
    private static final Path KUBECONFIG = Path.of("target/kubeconfig");

    private final HttpServer server;

    SecretStandIn(Optional<Map<String, Object>> secret) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer(
                "/api/v1",
                200,
                Map.of(
                        "kind", "APIResourceList",
                        "groupVersion", "v1",
                        "resources",
                                List.of(Map.of(
                                        "name",
                                        "secrets",
                                        "singularName",
                                        "secret",
                                        "namespaced",
                                        true,
                                        "kind",
                                        "Secret",
                                        "verbs",
                                        List.of("get")))));
        answer(
                "/api/v1/namespaces/weather-test/secrets/internal-tls",
                secret.isPresent() ? 200 : 404,
                secret.orElse(Map.of(
                        "kind", "Status", "apiVersion", "v1", "status", "Failure", "reason", "NotFound", "code", 404)));
        server.start();
        Files.writeString(KUBECONFIG, """
                apiVersion: v1
                kind: Config
                clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: u, user: {}}]
                contexts: [{name: x, context: {cluster: c, user: u}}]
                current-context: x
                """.formatted(server.getAddress().getPort()));
    }

    private void answer(String path, int status, Map<String, Object> body) {
        byte[] json = new Gson().toJson(body).getBytes(UTF_8);
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, json.length);
            exchange.getResponseBody().write(json);
            exchange.close();
        });
    }

    @Override
    public void close() throws IOException {
        Files.delete(KUBECONFIG);
        server.stop(0);
    }
}
