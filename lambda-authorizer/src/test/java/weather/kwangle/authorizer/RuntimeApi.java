package weather.kwangle.authorizer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The Lambda Runtime API (AWS Lambda developer guide, "Using the Lambda runtime API"), as much as a function needs. */
final class RuntimeApi implements AutoCloseable {
    private static final String PREFIX = "/2018-06-01/runtime";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final BlockingQueue<Invocation> waiting = new ArrayBlockingQueue<>(16);
    private final Map<String, Invocation> running = new ConcurrentHashMap<>();
    private final CompletableFuture<String> initError = new CompletableFuture<>();
    private final CompletableFuture<Boolean> frozen = new CompletableFuture<>();
    private final CompletableFuture<Boolean> woken = new CompletableFuture<>();

    /** What the function answered: its result, or the error that it reported. */
    record Answer(boolean isError, String body) {}

    private record Invocation(String id, String event, CompletableFuture<Answer> answer) {}

    RuntimeApi() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(PREFIX + "/invocation/", this::invocation);
        server.createContext(PREFIX + "/init/error", this::initError);
        server.createContext(PREFIX + "/restore/next", this::restore);
        server.start();
    }

    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    Answer invoke(String event, Duration timeout) throws Exception {
        Invocation invocation = new Invocation(UUID.randomUUID().toString(), event, new CompletableFuture<>());
        waiting.put(invocation);
        return invocation.answer().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The error with which the function failed to start. */
    String awaitInitError(Duration timeout) throws Exception {
        return initError.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Waits until a function that starts for a snapshot has done what it does before one, and is to be frozen. */
    void awaitSnapshot(Duration timeout) throws Exception {
        frozen.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Goes on as after a restore. */
    void restore() {
        woken.complete(true);
    }

    private void restore(HttpExchange exchange) throws IOException {
        frozen.complete(true);
        woken.join();
        answer(exchange, 200, "");
    }

    private void invocation(HttpExchange exchange) throws IOException {
        String[] path =
                exchange.getRequestURI().getPath().substring(PREFIX.length()).split("/");
        if (path[2].equals("next")) {
            next(exchange);
            return;
        }
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Invocation invocation = running.remove(path[2]);
        if (invocation != null) {
            invocation.answer().complete(new Answer(path[3].equals("error"), body));
        }
        answer(exchange, 202, "");
    }

    private void next(HttpExchange exchange) throws IOException {
        try {
            Invocation invocation = waiting.take();
            running.put(invocation.id(), invocation);
            // Without a content type the client's native part crashes.
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("Lambda-Runtime-Aws-Request-Id", invocation.id());
            exchange.getResponseHeaders()
                    .set("Lambda-Runtime-Deadline-Ms", String.valueOf(System.currentTimeMillis() + 10_000));
            exchange.getResponseHeaders()
                    .set(
                            "Lambda-Runtime-Invoked-Function-Arn",
                            "arn:aws:lambda:ap-southeast-1:123456789012:function:a");
            answer(exchange, 200, invocation.event());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            exchange.close();
        }
    }

    private void initError(HttpExchange exchange) throws IOException {
        initError.complete(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        answer(exchange, 202, "");
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        woken.complete(false);
        server.stop(0);
        threads.shutdownNow();
    }
}
