package weather.kwangle.forecast.admission;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The threads that compute answers. A place search and a climatology never wait for anything, but they take the processor
 * for microseconds to milliseconds each, and a batch takes them a thousand times. On the event loops that would hold up
 * every other connection of the loop, the kubelet's probes first. So the loops only move bytes, and as many workers as
 * there are processors compute, from one queue. The queue is as long as {@link Admission} lets it get.
 */
public final class Workers implements AutoCloseable {
    private static final Duration LAST_WORK = Duration.ofSeconds(5);

    private final Scheduler scheduler;

    public Workers(int threads) {
        ExecutorService executor = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().name("weather-", 1).daemon().factory());
        scheduler = Schedulers.fromExecutorService(executor);
    }

    /** Computes on a worker; a cancelled computation that has not begun is dropped. */
    public <T> Mono<T> compute(Callable<T> computation) {
        return Mono.fromCallable(computation).subscribeOn(scheduler);
    }

    @Override
    public void close() {
        scheduler.disposeGracefully().timeout(LAST_WORK, Mono.empty()).block();
    }
}
