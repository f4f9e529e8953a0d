package weather.kwangle.quota;

import java.time.Instant;

/**
 * When something happens, by both of an instance's clocks.
 *
 * @param time what the day is and how much of the rate has come back; may be set, and differs between instances
 * @param ticks nanoseconds of a clock that only runs; meaningful as differences within the instance
 */
record Moment(Instant time, long ticks) {

    boolean before(long otherTicks) {
        return ticks - otherTicks < 0;
    }

    /** The wall clock in nanoseconds since the epoch. */
    long nanos() {
        return Terms.nanos(time);
    }
}
