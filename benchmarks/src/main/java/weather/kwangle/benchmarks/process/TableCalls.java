package weather.kwangle.benchmarks.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import weather.kwangle.benchmarks.Measurements;
import weather.kwangle.benchmarks.Workload;
import weather.kwangle.local.lambda.RuntimeApi;

/** Stands before the table and counts: the database's own time says nothing about DynamoDB's, the number of calls does. */
public final class TableCalls implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int DECISIONS = 500;
    /** A signature of the caller's names its host, which the database does not check. */
    private static final List<String> FORWARDED =
            List.of("Content-Type", "X-Amz-Target", "Authorization", "X-Amz-Date");

    private final URI database;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicLong calls = new AtomicLong();

    private TableCalls(URI database) throws IOException {
        this.database = database;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::forward);
        server.start();
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Calls to the table for each decision of a warm function, back to back, as {@code table/calls}. */
    public static void count(Contenders contenders, URI database, Workload workload, Path scratch, Measurements results)
            throws IOException, InterruptedException {
        List<String> events = workload.recurring();
        try (TableCalls table = new TableCalls(database);
                RuntimeApi api = RuntimeApi.start(Clock.systemUTC());
                RunningFunction function =
                        RunningFunction.start(contenders.withTable(Contenders.TIERED, table.address()), api, scratch)) {
            function.askFirst(events);
            for (int i = 0; i < events.size(); i++) {
                function.ask(events);
            }
            long before = table.calls.get();
            for (int i = 0; i < DECISIONS; i++) {
                function.ask(events);
            }
            results.add("table/calls", (double) (table.calls.get() - before) / DECISIONS);
        }
    }

    private void forward(HttpExchange exchange) throws IOException {
        calls.incrementAndGet();
        HttpRequest.Builder request = HttpRequest.newBuilder(database)
                .timeout(TIMEOUT)
                .POST(BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
        for (String name : FORWARDED) {
            String value = exchange.getRequestHeaders().getFirst(name);
            if (value != null) {
                request.header(name, value);
            }
        }
        try (exchange) {
            HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
            response.headers()
                    .firstValue("Content-Type")
                    .ifPresent(type -> exchange.getResponseHeaders().set("Content-Type", type));
            response.headers()
                    .firstValue("X-Amz-Crc32")
                    .ifPresent(sum -> exchange.getResponseHeaders().set("X-Amz-Crc32", sum));
            exchange.sendResponseHeaders(response.statusCode(), response.body().length);
            exchange.getResponseBody().write(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }
}
