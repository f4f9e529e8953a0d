package weather.kwangle.gateway.refund;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import weather.kwangle.gateway.refund.RefundQueue.Batch;
import weather.kwangle.gateway.refund.RefundQueue.GivenUp;
import weather.kwangle.quota.refund.AccountBusyException;
import weather.kwangle.quota.refund.Refund;
import weather.kwangle.quota.refund.RefundBook;
import weather.kwangle.quota.refund.RefundBook.Settlement;

/**
 * Owns the queue of refunds and the one thread that writes them, so that no request and no event loop ever waits for the
 * table. When the pod stops it writes what is left, after the last request has ended.
 */
public final class RefundFlusher implements Refunds, SmartLifecycle {
    /** Before the web server's own phases when things start and after them when things stop. */
    private static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 8192;

    private static final Duration TICK = Duration.ofMillis(250);

    /** Fits into the pod's grace period beside the pause and the requests under way (the chart's {@code shutdown}). */
    private static final Duration LAST_WRITES = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(RefundFlusher.class);

    private final RefundQueue queue;
    private final Supplier<RefundBook> book;
    private final Clock clock;
    private @Nullable ScheduledExecutorService writer;

    /**
     * @param capacity how many refunds may wait
     * @param book where they are written; asked for at the first write
     */
    public RefundFlusher(int capacity, Supplier<RefundBook> book, Clock clock) {
        this.queue = new RefundQueue(capacity);
        this.book = book;
        this.clock = clock;
    }

    @Override
    public void offer(String clientId, Refund refund) {
        synchronized (queue) {
            queue.offer(clientId, refund, clock.instant());
        }
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("refunds").factory());
        var _ = thread.scheduleWithFixedDelay(this::flush, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
        writer = thread;
    }

    @Override
    public synchronized boolean isRunning() {
        return writer != null;
    }

    @Override
    public int getPhase() {
        return PHASE;
    }

    @Override
    public synchronized void stop() {
        ScheduledExecutorService thread = requireNonNull(writer, "writer");
        writer = null;
        Future<?> lastWrites = thread.submit(this::writeTheRest);
        // Ends the repetition; what was submitted runs to its end.
        thread.shutdown();
        try {
            lastWrites.get(LAST_WRITES.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the last refunds could not be written: {}", e.toString());
        } finally {
            thread.shutdownNow();
        }
        reportLeftOver();
    }

    private void flush() {
        Optional<Batch> due = locked(() -> queue.next(clock.instant()));
        while (due.isPresent()) {
            var _ = write(due.get());
            due = locked(() -> queue.next(clock.instant()));
        }
        report();
    }

    /** Without pauses, and until the first failure: the table that is away now will not be back in time. */
    private void writeTheRest() {
        boolean written = true;
        Optional<Batch> rest = locked(() -> queue.last(clock.instant()));
        // An account that stays busy would be tried for ever; whoever stops this thread has waited long enough.
        while (written && rest.isPresent() && !Thread.currentThread().isInterrupted()) {
            written = write(rest.get());
            rest = written ? locked(() -> queue.last(clock.instant())) : Optional.empty();
        }
        report();
    }

    /** @return whether there is a table for the other batches */
    private boolean write(Batch batch) {
        try {
            Settlement settlement = book.get().refund(batch.clientId(), batch.refunds());
            locked(() -> {
                queue.settled(batch, settlement, clock.instant());
                return true;
            });
            return true;
        } catch (AccountBusyException e) {
            int waiting = locked(() -> {
                queue.busy(batch, clock.instant());
                return queue.size();
            });
            LOG.atInfo()
                    .addKeyValue("client", batch.clientId())
                    .addKeyValue("waiting", waiting)
                    .log("an account is being written to, and its refunds are tried again");
            return true;
        } catch (RuntimeException e) {
            // The table's failures, and whatever else: an exception would end the repetition for good.
            int waiting = locked(() -> {
                queue.failed(batch, clock.instant());
                return queue.size();
            });
            LOG.atWarn()
                    .addKeyValue("waiting", waiting)
                    .addKeyValue("failure", String.valueOf(e.getMessage()))
                    .log("refunds cannot be written now and are tried again");
            return false;
        }
    }

    private void report() {
        GivenUp lost = locked(queue::givenUp);
        if (!lost.equals(GivenUp.NONE)) {
            LOG.atError()
                    .addKeyValue("overflowed", lost.overflowed())
                    .addKeyValue("outdated", lost.outdated())
                    .addKeyValue("beyond", lost.beyond())
                    .log("refunds were given up");
        }
    }

    private void reportLeftOver() {
        int left = locked(queue::size);
        if (left > 0) {
            LOG.atError().addKeyValue("left", left).log("the pod stops with refunds that were not written");
        }
    }

    private <T> T locked(Supplier<T> work) {
        synchronized (queue) {
            return work.get();
        }
    }
}
