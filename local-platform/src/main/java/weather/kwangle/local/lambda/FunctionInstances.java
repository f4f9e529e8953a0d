package weather.kwangle.local.lambda;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import weather.kwangle.local.lambda.InvocationOutcome.Failed;
import weather.kwangle.local.lambda.InvocationOutcome.Unavailable;
import weather.kwangle.local.process.PartFailedException;

/**
 * The function's instances, each of which works on one event at a time. Another is started when all are busy, up to a
 * bound; beyond that events wait, up to a bound. Instances that have been idle for a while end, except the last; one
 * that dies is replaced.
 */
public final class FunctionInstances implements LambdaFunction, AutoCloseable {
    private final FunctionSettings settings;
    private final Bounds bounds;
    private final Clock clock;
    private final RuntimeApi runtimeApi;
    private final ScheduledExecutorService reaper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lambda-reaper").factory());

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    // All below is guarded by the lock.
    private final Set<FunctionInstance> live = new HashSet<>();
    /** The most recently used first, so that the others fall idle. */
    private final Deque<Idle> idle = new ArrayDeque<>();

    private int starting;
    private int waiting;
    private int startedSoFar;
    private boolean closed;
    private @Nullable PartFailedException startFailure;

    private record Idle(FunctionInstance instance, Instant since) {}

    /**
     * How many and how long.
     *
     * @param instances how many instances at the most, from 1
     * @param waiting how many events wait at the most
     * @param longestWait how long an event waits for an instance
     * @param patience how long an event waits before another instance is started for it. Lambda has none; here a warm
     *     instance is back within milliseconds, and starting a JVM keeps both cores busy for a second
     * @param idle how long an instance other than the last stays without work
     * @param start how long an instance may take to initialise
     */
    public record Bounds(
            int instances, int waiting, Duration longestWait, Duration patience, Duration idle, Duration start) {
        /** What suits one machine with few cores. */
        public static final Bounds ONE_MACHINE = new Bounds(
                4, 256, Duration.ofSeconds(10), Duration.ofMillis(50), Duration.ofSeconds(60), Duration.ofSeconds(30));

        public Bounds {
            if (instances < 1 || waiting < 0) {
                throw new IllegalArgumentException("expected at least one instance and no negative queue");
            }
        }
    }

    private FunctionInstances(FunctionSettings settings, Bounds bounds, Clock clock, RuntimeApi runtimeApi) {
        this.settings = settings;
        this.bounds = bounds;
        this.clock = clock;
        this.runtimeApi = runtimeApi;
    }

    /**
     * Starts one instance and returns when it is initialised.
     *
     * @throws PartFailedException if the function does not initialise
     * @throws IOException if the Runtime API cannot be served
     */
    public static FunctionInstances start(FunctionSettings settings, Bounds bounds, Clock clock)
            throws IOException, PartFailedException, InterruptedException {
        var instances = new FunctionInstances(settings, bounds, clock, RuntimeApi.start(clock));
        try {
            instances.warmUp();
        } catch (PartFailedException | InterruptedException e) {
            instances.close();
            throw e;
        }
        return instances;
    }

    private void warmUp() throws PartFailedException, InterruptedException {
        lock.lockInterruptibly();
        try {
            startAnother();
            while (live.isEmpty() && startFailure == null) {
                changed.await();
            }
            if (startFailure != null) {
                throw startFailure;
            }
        } finally {
            lock.unlock();
        }
        long period = Math.max(100, bounds.idle().toMillis() / 4);
        var _ = reaper.scheduleWithFixedDelay(this::reapIdle, period, period, TimeUnit.MILLISECONDS);
    }

    @Override
    public InvocationOutcome invoke(String event) {
        try {
            return switch (acquire()) {
                case Acquired.Yes(FunctionInstance instance) -> {
                    InvocationOutcome outcome = instance.invoke(event, settings.timeout());
                    release(instance, outcome);
                    yield outcome;
                }
                case Acquired.No(InvocationOutcome why) -> why;
            };
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Unavailable("the invocation was interrupted");
        }
    }

    /** The process ids of the instances at this moment. */
    public List<Long> pids() {
        lock.lock();
        try {
            return live.stream().map(FunctionInstance::pid).sorted().toList();
        } finally {
            lock.unlock();
        }
    }

    private sealed interface Acquired {
        record Yes(FunctionInstance instance) implements Acquired {}

        record No(InvocationOutcome why) implements Acquired {}
    }

    private Acquired acquire() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (idle.isEmpty() && waiting >= bounds.waiting()) {
                return new Acquired.No(new Unavailable("all instances are busy and " + waiting + " events wait"));
            }
            waiting++;
            try {
                return awaitIdle();
            } finally {
                waiting--;
            }
        } finally {
            lock.unlock();
        }
    }

    private Acquired awaitIdle() throws InterruptedException {
        long remaining = bounds.longestWait().toNanos();
        long untilAnother = bounds.patience().toNanos();
        boolean asked = false;
        while (!closed) {
            Idle next = idle.pollFirst();
            if (next != null) {
                return new Acquired.Yes(next.instance());
            }
            if (asked && startFailure != null && live.isEmpty() && starting == 0) {
                return new Acquired.No(new Failed("Runtime.InitError", startFailure.toString()));
            }
            if (remaining <= 0) {
                return new Acquired.No(new Unavailable(
                        "no instance became free within " + bounds.longestWait().toMillis() + " ms"));
            }
            boolean none = live.isEmpty() && starting == 0;
            if (!asked && (none || untilAnother <= 0)) {
                asked = true;
                if (live.size() + starting < bounds.instances() && starting < waiting) {
                    startAnother();
                }
            }
            long waited = asked ? remaining : Math.min(remaining, untilAnother);
            long left = changed.awaitNanos(waited);
            remaining -= waited - left;
            untilAnother -= waited - left;
        }
        return new Acquired.No(new Unavailable("the function is being stopped"));
    }

    /** With the lock held. */
    private void startAnother() {
        starting++;
        startFailure = null;
        int number = ++startedSoFar;
        Thread.ofVirtual().name("lambda-start-" + number).start(() -> start(number));
    }

    private void start(int number) {
        FunctionInstance instance = null;
        PartFailedException failure = null;
        try {
            instance = FunctionInstance.start(settings, number, bounds.start(), runtimeApi);
        } catch (PartFailedException e) {
            failure = e;
        } catch (InterruptedException e) {
            failure = PartFailedException.notStarted(settings.name(), "interrupted");
            Thread.currentThread().interrupt();
        }
        boolean tooLate;
        lock.lock();
        try {
            starting--;
            startFailure = failure;
            tooLate = closed;
            if (instance != null && !tooLate) {
                live.add(instance);
                idle.addFirst(new Idle(instance, clock.instant()));
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (instance != null) {
            if (tooLate) {
                instance.end();
            } else {
                instance.onExit(this::discard);
            }
        }
    }

    private void release(FunctionInstance instance, InvocationOutcome outcome) {
        boolean usable = switch (outcome) {
            case InvocationOutcome.Returned ignored -> true;
            case Failed ignored -> instance.isAlive();
            case InvocationOutcome.TimedOut ignored -> false;
            case Unavailable ignored -> false;
        };
        if (!usable) {
            discard(instance);
            return;
        }
        lock.lock();
        try {
            if (live.contains(instance)) {
                idle.addFirst(new Idle(instance, clock.instant()));
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Forgets an instance that is dead or to die, and replaces the last one. */
    private void discard(FunctionInstance instance) {
        lock.lock();
        try {
            if (!live.remove(instance)) {
                return;
            }
            idle.removeIf(candidate -> candidate.instance() == instance);
            if (live.isEmpty() && starting == 0 && !closed) {
                startAnother();
            }
        } finally {
            lock.unlock();
        }
        instance.end();
    }

    private void reapIdle() {
        Instant limit = clock.instant().minus(bounds.idle());
        while (true) {
            FunctionInstance tired;
            lock.lock();
            try {
                Idle last = idle.peekLast();
                if (last == null || live.size() < 2 || last.since().isAfter(limit)) {
                    return;
                }
                tired = last.instance();
            } finally {
                lock.unlock();
            }
            discard(tired);
        }
    }

    /** Ends all instances, including those on their way up; events that wait are answered as unavailable. */
    @Override
    public void close() {
        List<FunctionInstance> ending;
        lock.lock();
        try {
            closed = true;
            ending = List.copyOf(live);
            live.clear();
            idle.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        reaper.shutdownNow();
        ending.forEach(FunctionInstance::end);
        runtimeApi.close();
    }
}
