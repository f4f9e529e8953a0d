package weather.kwangle.quota;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * What a plan grants a client.
 *
 * @param ratePerSecond sustained requests per second, above 0
 * @param burst requests that may come at once after a pause, at least 1; refilling them all at {@code ratePerSecond}
 *     takes at most {@link #MAX_REFILL}
 * @param day permits per calendar day in UTC, at least 1; empty for no limit
 * @param month permits per calendar month in UTC, at least 1; empty for no limit
 */
public record Limits(double ratePerSecond, long burst, OptionalLong day, OptionalLong month) {

    /** Longer refills are a day or month limit in disguise; the bound also keeps nanosecond arithmetic within a long. */
    public static final Duration MAX_REFILL = Duration.ofDays(1);

    /** @throws IllegalArgumentException if a value is out of its range */
    public Limits {
        if (!(ratePerSecond > 0) || Double.isInfinite(ratePerSecond)) {
            throw new IllegalArgumentException("ratePerSecond is " + ratePerSecond + ", expected above 0");
        }
        requireAtLeastOne("burst", burst);
        if (burst / ratePerSecond > MAX_REFILL.toSeconds()) {
            throw new IllegalArgumentException("burst " + burst + " at " + ratePerSecond
                    + " a second takes longer than a day to refill; expected a smaller burst or a day limit");
        }
        day.ifPresent(permits -> requireAtLeastOne("day", permits));
        month.ifPresent(permits -> requireAtLeastOne("month", permits));
    }

    private static void requireAtLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + ", expected at least 1");
        }
    }
}
