package weather.kwangle.policy.replay;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/** How often something happened, and when last. */
public final class Tally {
    private long count;
    private String last = "";

    /** Times of one form are in order as they are written: none is parsed but the last. */
    void add(String time) {
        count++;
        if (time.compareTo(last) > 0) {
            last = time;
        }
    }

    void add(Tally other) {
        count += other.count - 1;
        add(other.last);
    }

    public long count() {
        return count;
    }

    /** Empty if no line told its time. */
    public Optional<Instant> last() {
        try {
            return last.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(last));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
