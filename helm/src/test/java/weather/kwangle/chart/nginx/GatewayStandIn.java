package weather.kwangle.chart.nginx;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands in for the edge gateway: answers 200, or the status that the query {@code status=} asks for with a problem of its
 * own, or never where the query is {@code silent}.
 */
final class GatewayStandIn implements AutoCloseable {
    static final String PROBLEM = """
            {"type":"https://example.test/own","title":"Own","status":%d,"detail":"The gateway's own.","requestId":"r"}""";
    static final String RETRY_AFTER = "7";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    private GatewayStandIn(HttpServer server) {
        this.server = server;
    }

    static GatewayStandIn start() throws IOException {
        GatewayStandIn gateway =
                new GatewayStandIn(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        gateway.server.createContext("/", GatewayStandIn::answer);
        gateway.server.setExecutor(gateway.threads);
        gateway.server.start();
        return gateway;
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static void answer(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        if ("silent".equals(query)) {
            return;
        }
        int status = query != null && query.startsWith("status=") ? Integer.parseInt(query.substring(7)) : 200;
        byte[] body = (status == 200 ? "{\"ok\":true}" : PROBLEM.formatted(status)).getBytes(UTF_8);
        exchange.getResponseHeaders()
                .set("Content-Type", status == 200 ? "application/json" : "application/problem+json");
        if (status != 200) {
            exchange.getResponseHeaders().set("Retry-After", RETRY_AFTER);
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
