package weather.kwangle.forecast.admission;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import weather.kwangle.forecast.problem.ProblemException;
import weather.kwangle.forecast.problem.Problems;

/**
 * A bound on how many requests of one sort are in hand at once. More are refused at once with 503: a short queue and an
 * honest refusal are better than an answer after the caller's deadline.
 */
public final class Admission {
    private final int limit;
    private final Duration patience;
    private final AtomicInteger inHand = new AtomicInteger();

    /**
     * @param limit how many at once
     * @param patience how long each may be without progress: before it answers, or, in a stream, between two parts
     */
    public Admission(int limit, Duration patience) {
        this.limit = limit;
        this.patience = patience;
    }

    /** The same work, if it is let in. */
    public <T> Mono<T> admit(Mono<T> work) {
        return Mono.usingWhen(
                enter(),
                entered -> work.timeout(patience).onErrorMap(TimeoutException.class, e -> refusal()),
                entered -> leave());
    }

    /** The same stream, if it is let in; it counts until it ends. A reader that stops reading is given up. */
    public <T> Flux<T> admit(Flux<T> work) {
        return Flux.usingWhen(
                enter(),
                entered -> work.timeout(patience).onErrorMap(TimeoutException.class, e -> refusal()),
                entered -> leave());
    }

    private Mono<Integer> enter() {
        return Mono.fromCallable(() -> {
            int now = inHand.incrementAndGet();
            if (now > limit) {
                inHand.decrementAndGet();
                throw refusal();
            }
            return now;
        });
    }

    private static ProblemException refusal() {
        return new ProblemException(Problems.busy());
    }

    private Mono<Void> leave() {
        return Mono.fromRunnable(inHand::decrementAndGet);
    }
}
