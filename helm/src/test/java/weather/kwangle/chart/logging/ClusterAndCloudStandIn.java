package weather.kwangle.chart.logging;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Stands in for what Fluent Bit asks: a cluster's API, which knows every pod, and CloudWatch Logs, which takes all. */
final class ClusterAndCloudStandIn implements AutoCloseable {
    static final String NODE = "node-1";

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final long PATIENCE_SECONDS = 60;

    private final HttpServer api;
    private final HttpsServer cloud;
    private final Path token;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    /** One event of a log stream. */
    record Event(String group, String stream, long timestamp, JsonObject message) {}

    private ClusterAndCloudStandIn(HttpServer api, HttpsServer cloud, Path token) {
        this.api = api;
        this.cloud = cloud;
        this.token = token;
    }

    static ClusterAndCloudStandIn start(Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        ClusterAndCloudStandIn standIn = new ClusterAndCloudStandIn(
                HttpServer.create(loopback(), 0),
                HttpsServer.create(loopback(), 0),
                Files.writeString(folder.resolve("token"), "none"));
        standIn.cloud.setHttpsConfigurator(new HttpsConfigurator(certificate(folder)));
        standIn.cloud.createContext("/", standIn::takeEvents);
        standIn.api.createContext("/api/v1/namespaces/", ClusterAndCloudStandIn::describePod);
        for (HttpServer server : new HttpServer[] {standIn.api, standIn.cloud}) {
            server.setExecutor(standIn.threads);
            server.start();
        }
        return standIn;
    }

    int apiPort() {
        return api.getAddress().getPort();
    }

    int cloudPort() {
        return cloud.getAddress().getPort();
    }

    Path token() {
        return token;
    }

    /** Waits for the next event. */
    Event nextEvent() throws InterruptedException {
        Event event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (event == null) {
            throw new AssertionError("no event came within " + PATIENCE_SECONDS + " s");
        }
        return event;
    }

    private void takeEvents(HttpExchange exchange) throws IOException {
        boolean zipped = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
        try (InputStream body = zipped ? new GZIPInputStream(exchange.getRequestBody()) : exchange.getRequestBody()) {
            JsonObject call = JsonParser.parseString(new String(body.readAllBytes(), UTF_8))
                    .getAsJsonObject();
            if (call.has("logEvents")) {
                for (JsonElement element : call.getAsJsonArray("logEvents")) {
                    JsonObject event = element.getAsJsonObject();
                    events.add(new Event(
                            call.get("logGroupName").getAsString(),
                            call.get("logStreamName").getAsString(),
                            event.get("timestamp").getAsLong(),
                            JsonParser.parseString(event.get("message").getAsString())
                                    .getAsJsonObject()));
                }
            }
        }
        exchange.getResponseHeaders().set("x-amzn-RequestId", "none");
        answer(exchange, "{}");
    }

    /** The path is /api/v1/namespaces/NAMESPACE/pods/POD. */
    private static void describePod(HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getPath().split("/", -1);
        answer(exchange, """
                {"metadata": {"namespace": "%s", "name": "%s", "uid": "u", "labels": {"app": "edge-gateway"}},
                 "spec": {"nodeName": "%s", "containers": []}, "status": {}}
                """.formatted(path[4], path[6], NODE));
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        byte[] bytes = json.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static SSLContext certificate(Path folder)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path store = folder.resolve("certificate.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        new String(PASSWORD),
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=127.0.0.1",
                        "-alias",
                        "cloud")
                .redirectErrorStream(true)
                .start();
        String output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
        if (keytool.waitFor() != 0) {
            throw new AssertionError("keytool: " + output);
        }
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(store.toFile(), PASSWORD), PASSWORD);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Override
    public void close() {
        api.stop(0);
        cloud.stop(0);
        threads.shutdownNow();
    }
}
