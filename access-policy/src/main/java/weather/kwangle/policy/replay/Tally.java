package weather.kwangle.policy.replay;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** How often something happened, by the hour, and when last. */
public final class Tally {
    private final SortedMap<Instant, Long> hours = new TreeMap<>();
    private long count;
    private Instant last = Instant.MIN;

    void add(Optional<Instant> time) {
        count++;
        if (time.isPresent()) {
            hours.merge(time.get().truncatedTo(ChronoUnit.HOURS), 1L, Long::sum);
            if (time.get().isAfter(last)) {
                last = time.get();
            }
        }
    }

    void add(Tally other) {
        count += other.count;
        other.hours.forEach((hour, times) -> hours.merge(hour, times, Long::sum));
        if (other.last.isAfter(last)) {
            last = other.last;
        }
    }

    public long count() {
        return count;
    }

    /** Empty if no line told its time. */
    public Optional<Instant> last() {
        return Optional.of(last).filter(time -> !time.equals(Instant.MIN));
    }

    /** By the hour in which it happened, where the lines tell. */
    public SortedMap<Instant, Long> hours() {
        return hours;
    }
}
