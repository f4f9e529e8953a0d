package weather.kwangle.quota;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that stands until it is moved. */
public final class TestClock extends Clock {

    private final AtomicReference<Instant> now;

    private TestClock(Instant now) {
        this.now = new AtomicReference<>(now);
    }

    public static TestClock at(String instant) {
        return new TestClock(Instant.parse(instant));
    }

    public void advance(Duration step) {
        now.updateAndGet(instant -> instant.plus(step));
    }

    public void set(String instant) {
        now.set(Instant.parse(instant));
    }

    /** The clock as one that only runs, in nanoseconds. */
    public long ticks() {
        return Terms.nanos(instant());
    }

    /** The same clock, seen by a machine whose own is off by that much. */
    public Clock skewedBy(Duration skew) {
        InstantSource skewed = () -> instant().plus(skew);
        return skewed.withZone(ZoneOffset.UTC);
    }

    @Override
    public Instant instant() {
        return now.get();
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the ledger reads UTC");
    }
}
