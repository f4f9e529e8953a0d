package weather.kwangle.local.apigateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;
import weather.kwangle.local.lambda.InvocationOutcome;
import weather.kwangle.local.lambda.LambdaFunction;
import weather.kwangle.quota.refund.Billing;

/**
 * What a subscription filter of CloudWatch Logs does with the access log: hands a function the lines of requests whose permit
 * may have to go back, some at a time, and again when the function fails.
 *
 * @see <a href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html">Log group-level
 *     subscription filters</a>
 */
final class LogSubscription implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogSubscription.class);
    private static final Duration EVERY = Duration.ofMillis(500);
    private static final Duration LAST = Duration.ofSeconds(3);
    private static final int MAXIMUM_WAITING = 10_000;
    private static final int MAXIMUM_LINES = 500;

    /** As Lambda: an event that failed is tried twice more. */
    private static final int TRIES = 3;

    private final LambdaFunction destination;
    private final Clock clock;
    private final Deque<String> waiting = new ArrayDeque<>();
    private final ScheduledExecutorService delivery = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("log-subscription").factory());

    LogSubscription(LambdaFunction destination, Clock clock) {
        this.destination = destination;
        this.clock = clock;
        var _ = delivery.scheduleWithFixedDelay(
                this::deliverWaiting, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Takes a record of the access log if the filter lets it through. */
    void offer(Map<String, Object> entry) {
        if (!isCandidate(entry)) {
            return;
        }
        String line = JsonMapper.shared().writeValueAsString(entry);
        synchronized (waiting) {
            if (waiting.size() < MAXIMUM_WAITING) {
                waiting.add(line);
            } else {
                LOG.warn("a line of the access log found no room in its subscription");
            }
        }
    }

    /** As the filter pattern in AWS: an allowed request of a metered operation that got no good answer. */
    static boolean isCandidate(Map<String, Object> entry) {
        return "allow".equals(entry.get("decision"))
                && Billing.isMetered(entry.get("httpMethod") + " " + entry.get("resourcePath"))
                && entry.get("status") instanceof Integer status
                && !Billing.keepsPermits(status);
    }

    private void deliverWaiting() {
        List<String> lines = next();
        while (!lines.isEmpty()) {
            deliver(lines);
            lines = next();
        }
    }

    private void deliver(List<String> lines) {
        String event = event(lines);
        for (int tries = 0; tries < TRIES; tries++) {
            InvocationOutcome outcome = destination.invoke(event);
            if (outcome instanceof InvocationOutcome.Returned) {
                return;
            }
            LOG.warn("the function failed with {} lines of the access log: {}", lines.size(), outcome);
        }
        LOG.error("{} lines of the access log are given up", lines.size());
    }

    private List<String> next() {
        var lines = new ArrayList<String>();
        synchronized (waiting) {
            while (!waiting.isEmpty() && lines.size() < MAXIMUM_LINES) {
                lines.add(waiting.remove());
            }
        }
        return lines;
    }

    private String event(List<String> lines) {
        Instant now = clock.instant();
        var events = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < lines.size(); i++) {
            events.add(Map.of(
                    "id", now.toEpochMilli() + "-" + i, "timestamp", now.toEpochMilli(), "message", lines.get(i)));
        }
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("messageType", "DATA_MESSAGE");
        message.put("owner", Stage.ACCOUNT_ID);
        message.put("logGroup", "/aws/apigateway/" + Stage.API_ID);
        message.put("logStream", Stage.NAME);
        message.put("subscriptionFilters", List.of("refunds"));
        message.put("logEvents", events);
        String data =
                Base64.getEncoder().encodeToString(packed(JsonMapper.shared().writeValueAsString(message)));
        return JsonMapper.shared().writeValueAsString(Map.of("awslogs", Map.of("data", data)));
    }

    private static byte[] packed(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Delivers what is left, within three seconds. Closing twice does nothing. */
    @Override
    public void close() {
        if (delivery.isShutdown()) {
            return;
        }
        var last = delivery.submit(this::deliverWaiting);
        delivery.shutdown();
        try {
            last.get(LAST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the last lines of the access log are not delivered: {}", e.toString());
        } finally {
            delivery.shutdownNow();
        }
    }
}
