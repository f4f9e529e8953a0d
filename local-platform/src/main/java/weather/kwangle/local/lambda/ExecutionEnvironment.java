package weather.kwangle.local.lambda;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import weather.kwangle.local.lambda.InvocationOutcome.Failed;
import weather.kwangle.local.lambda.InvocationOutcome.TimedOut;
import weather.kwangle.local.lambda.InvocationOutcome.Unavailable;

/**
 * Our end of one execution environment: it waits for an event, holds at most one at a time, and answers it.
 *
 * <p>Initialisation has ended when the runtime first asks for an event.
 */
public final class ExecutionEnvironment {
    private static final Failed CLOSED = new Failed("Runtime.ExitError", "The runtime exited.");

    private final String functionArn;
    private final int port;
    private final Clock clock;
    private final CompletableFuture<Optional<Failed>> initialised = new CompletableFuture<>();
    // Empty means closed.
    private final BlockingQueue<Optional<Invocation>> events = new LinkedBlockingQueue<>(2);
    private final AtomicReference<@Nullable Invocation> current = new AtomicReference<>();
    private volatile boolean closed;

    ExecutionEnvironment(String functionArn, int port, Clock clock) {
        this.functionArn = functionArn;
        this.port = port;
        this.clock = clock;
    }

    /** One event on its way through the environment. */
    record Invocation(
            String requestId,
            String event,
            Instant deadline,
            String traceId,
            CompletableFuture<InvocationOutcome> outcome) {}

    String functionArn() {
        return functionArn;
    }

    /** The port of its Runtime API. */
    public int port() {
        return port;
    }

    /** Completes when initialisation has ended, with the failure if it failed. */
    CompletableFuture<Optional<Failed>> initialised() {
        return initialised;
    }

    void initialisationFailed(Failed failure) {
        initialised.complete(Optional.of(failure));
    }

    /**
     * Hands the event to the runtime and waits. After anything but an answer of the handler the environment is of no
     * further use.
     *
     * @throws IllegalStateException if it already works on another event
     */
    public InvocationOutcome invoke(String event, Duration timeout) throws InterruptedException {
        var invocation = new Invocation(
                UUID.randomUUID().toString(),
                event,
                clock.instant().plus(timeout),
                traceId(),
                new CompletableFuture<>());
        if (!current.compareAndSet(null, invocation)) {
            throw new IllegalStateException("an execution environment takes one event at a time");
        }
        try {
            if (closed || !events.offer(Optional.of(invocation))) {
                return new Unavailable("the execution environment is closed");
            }
            return invocation.outcome().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new TimedOut(timeout);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            current.compareAndSet(invocation, null);
        }
    }

    /** The next event, when there is one; null once the environment is closed. */
    @Nullable
    Invocation next() throws InterruptedException {
        initialised.complete(Optional.empty());
        return events.take().orElse(null);
    }

    /** Whether that was the event it works on, not one that it has lost. */
    boolean complete(String requestId, InvocationOutcome outcome) {
        Invocation invocation = current.get();
        return invocation != null
                && invocation.requestId().equals(requestId)
                && invocation.outcome().complete(outcome);
    }

    /** Ends what it works on: the process behind it is gone, or is to go. */
    void close() {
        closed = true;
        initialised.complete(Optional.of(CLOSED));
        Invocation invocation = current.get();
        if (invocation != null) {
            invocation.outcome().complete(CLOSED);
        }
        events.offer(Optional.empty());
    }

    /** X-Ray's header: a root id of time and randomness, not sampled. */
    private String traceId() {
        String random = UUID.randomUUID().toString().replace("-", "");
        return "Root=1-%08x-%s;Parent=%s;Sampled=0"
                .formatted(clock.instant().getEpochSecond(), random.substring(0, 24), random.substring(16));
    }
}
