package weather.kwangle.chart.rollout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import weather.kwangle.edge.Decision;
import weather.kwangle.edge.EdgeAssertion;
import weather.kwangle.edge.EdgeAssertionSigner;
import weather.kwangle.edge.EdgeKeys;

/**
 * Requests as API Gateway sends them, every tenth one a batch, until it is closed: at most a hundred a second, and never more
 * under way than there are callers. On a slow machine they become fewer, so that what fails does not fail for their number.
 */
final class Load implements AutoCloseable {

    private static final int CALLERS = 10;
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final int BATCH_EVERY = 10;

    private final ScheduledExecutorService callers = Executors.newScheduledThreadPool(CALLERS);
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private final int port;
    private final EdgeAssertionSigner signer;

    Load(int port, String edgeKey) {
        this.port = port;
        this.signer = new EdgeAssertionSigner(EdgeKeys.parse(edgeKey));
        for (int caller = 0; caller < CALLERS; caller++) {
            var _ = callers.scheduleWithFixedDelay(
                    this::request, caller * PAUSE.toMillis() / CALLERS, PAUSE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    int answered() {
        return answered.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    private void request() {
        boolean batch = sent.incrementAndGet() % BATCH_EVERY == 0;
        try {
            HttpURLConnection connection = (HttpURLConnection) URI.create(
                            "http://127.0.0.1:%d/forecast%s".formatted(port, batch ? "" : "?location=geonames:1581130"))
                    .toURL()
                    .openConnection();
            connection.setConnectTimeout(2_000);
            connection.setReadTimeout(15_000);
            // A reloaded NGINX closes idle connections of its clients; that race is not what this is about.
            connection.setRequestProperty("Connection", "close");
            connection.setRequestProperty("X-Edge-Assertion", assertion(batch ? "POST /forecast" : "GET /forecast"));
            if (batch) {
                connection.setRequestProperty("Content-Type", "application/json");
                connection.setDoOutput(true);
                connection.getOutputStream().write("{\"locations\":[\"geonames:1581130\"]}".getBytes(UTF_8));
            }
            record(connection);
        } catch (IOException e) {
            failures.add(Instant.now() + " " + e);
        }
    }

    private void record(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        try (InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
            String text = body == null ? "" : new String(body.readAllBytes(), UTF_8);
            if (status == 200 && text.contains("Hanoi")) {
                answered.incrementAndGet();
            } else {
                failures.add("%s %s %d %s".formatted(Instant.now(), connection.getRequestMethod(), status, text));
            }
        }
    }

    private String assertion(String operation) {
        Instant now = Instant.now();
        return signer.sign(new EdgeAssertion(
                UUID.randomUUID().toString(),
                "client",
                "internal",
                operation,
                Set.of("read:forecast", "write:forecast"),
                Decision.ALLOW,
                List.of(),
                "1",
                now,
                now.plus(EdgeAssertion.LIFETIME)));
    }

    /** Sends no more and waits for the answers to what was sent. */
    @Override
    public void close() {
        callers.close();
    }
}
