package weather.kwangle.authorizer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import weather.kwangle.authorizer.token.TokenForge;

/**
 * The three services that the function asks, on one port: the issuer's key set and Secrets Manager by themselves, DynamoDB
 * by passing on to a real one. All of them can be slow or hang, and count who asks.
 */
final class AwsAway implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();
    private final URI database;
    private final CountDownLatch end = new CountDownLatch(1);
    private volatile Duration delay = Duration.ZERO;
    private volatile boolean away;
    private volatile String keySet = "{}";
    private volatile String edgeKeys = "{}";
    final AtomicInteger keySetFetches = new AtomicInteger();
    final AtomicInteger secretReads = new AtomicInteger();
    final AtomicInteger secretsGiven = new AtomicInteger();
    final AtomicInteger tableCalls = new AtomicInteger();

    AwsAway(URI database) throws IOException {
        this(database, 0);
    }

    private AwsAway(URI database, int port) throws IOException {
        this.database = database;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    void serveKeys(List<Map<String, Object>> keys) {
        keySet = TokenForge.keySet(keys);
    }

    void serveEdgeKeys(String secret) {
        edgeKeys = secret;
    }

    /** Every answer comes after this time. */
    void slow(Duration time) {
        delay = time;
    }

    /** Nobody answers any more, or all do again. */
    void away(boolean isAway) {
        away = isAway;
    }

    /** The same services at the same address, where nobody knows of connections from before. */
    AwsAway restarted() throws IOException {
        int port = server.getAddress().getPort();
        close();
        AwsAway again = new AwsAway(database, port);
        again.keySet = keySet;
        again.edgeKeys = edgeKeys;
        return again;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            // Hanging and slow alike wait for the end of the test, each as long as it may.
            if (away ? end.await(60, TimeUnit.SECONDS) : end.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
            String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
            if (exchange.getRequestMethod().equals("GET")) {
                keySetFetches.incrementAndGet();
                send(exchange, 200, keySet.getBytes(StandardCharsets.UTF_8));
            } else if (target.startsWith("secretsmanager.")) {
                secretReads.incrementAndGet();
                secret(exchange);
            } else {
                tableCalls.incrementAndGet();
                pass(exchange, target);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void secret(HttpExchange exchange) throws IOException {
        String question = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (question.contains("VersionStage")) {
            send(exchange, 400, "{\"__type\":\"ResourceNotFoundException\"}".getBytes(StandardCharsets.UTF_8));
            return;
        }
        secretsGiven.incrementAndGet();
        String quoted = edgeKeys.replace("\"", "\\\"");
        send(exchange, 200, ("{\"SecretString\":\"" + quoted + "\"}").getBytes(StandardCharsets.UTF_8));
    }

    private void pass(HttpExchange exchange, String target) throws IOException, InterruptedException {
        HttpRequest.Builder question = HttpRequest.newBuilder(database)
                .timeout(TIMEOUT)
                .header("X-Amz-Target", target)
                .POST(HttpRequest.BodyPublishers.ofByteArray(
                        exchange.getRequestBody().readAllBytes()));
        for (String name : List.of("Content-Type", "Authorization", "X-Amz-Date")) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                question.header(name, value);
            }
        }
        HttpResponse<byte[]> answer = client.send(question.build(), HttpResponse.BodyHandlers.ofByteArray());
        send(exchange, answer.statusCode(), answer.body());
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        client.close();
        threads.shutdownNow();
    }
}
