package weather.kwangle.authorizer.metrics;

import java.util.concurrent.atomic.LongAdder;

/** Counts what happens until somebody takes the count. Safe for use by many threads. */
public final class Counter {
    private final LongAdder count = new LongAdder();

    public void increment() {
        count.increment();
    }

    /** How often since the last time somebody asked. */
    public long take() {
        return count.sumThenReset();
    }
}
