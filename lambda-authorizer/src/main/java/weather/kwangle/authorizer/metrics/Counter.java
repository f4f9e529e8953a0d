package weather.kwangle.authorizer.metrics;

import java.util.concurrent.atomic.LongAdder;

/** Counts what happens until somebody takes the count. Safe for use by many threads. */
public final class Counter implements Count {
    private final LongAdder count = new LongAdder();

    public void increment() {
        count.increment();
    }

    @Override
    public long take() {
        return count.sumThenReset();
    }
}
