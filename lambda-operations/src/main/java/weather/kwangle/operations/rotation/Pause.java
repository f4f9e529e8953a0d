package weather.kwangle.operations.rotation;

import java.time.Duration;

/** Lets time go by. */
@FunctionalInterface
public interface Pause {
    /** Returns when the time has passed, no sooner. */
    void take(Duration time) throws InterruptedException;
}
