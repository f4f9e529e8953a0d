package weather.kwangle.local.lambda;

import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import weather.kwangle.local.process.PartFailedException;

/** A function without a process until its first event: for those that seldom have work. */
public final class OnDemandFunction implements LambdaFunction, AutoCloseable {
    private final FunctionSettings settings;
    private final FunctionInstances.Bounds bounds;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable FunctionInstances instances;
    private boolean closed;

    public OnDemandFunction(FunctionSettings settings, FunctionInstances.Bounds bounds, Clock clock) {
        this.settings = settings;
        this.bounds = bounds;
        this.clock = clock;
    }

    @Override
    public InvocationOutcome invoke(String event) {
        FunctionInstances started;
        lock.lock();
        try {
            if (closed) {
                return new InvocationOutcome.Unavailable(settings.name() + " is stopping");
            }
            if (instances == null) {
                instances = FunctionInstances.start(settings, bounds, clock);
            }
            started = instances;
        } catch (IOException | PartFailedException e) {
            return new InvocationOutcome.Unavailable(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new InvocationOutcome.Unavailable("the start of " + settings.name() + " was interrupted");
        } finally {
            lock.unlock();
        }
        return started.invoke(event);
    }

    /** Ends its processes, if it has any. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (instances != null) {
                instances.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
