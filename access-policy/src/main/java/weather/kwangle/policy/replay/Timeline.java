package weather.kwangle.policy.replay;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Requests that change, by the hour. */
public final class Timeline {
    /** As far as a time in ISO 8601 tells the hour, {@code 2026-11-25T10}. */
    private static final int HOUR = "2026-11-25T10".length();

    private final Map<String, Hour> hours = new HashMap<>();

    /** What changed in one hour. */
    static final class Hour {
        private long breaks;
        private long gains;

        long breaks() {
            return breaks;
        }

        long gains() {
            return gains;
        }
    }

    void addBreak(String time) {
        if (time.length() > HOUR) {
            hour(time).breaks++;
        }
    }

    void addGain(String time) {
        if (time.length() > HOUR) {
            hour(time).gains++;
        }
    }

    private Hour hour(String time) {
        return hours.computeIfAbsent(time.substring(0, HOUR), _ -> new Hour());
    }

    /** In order; what is no time is left out. */
    SortedMap<Instant, Hour> hours() {
        SortedMap<Instant, Hour> sorted = new TreeMap<>();
        hours.forEach((written, hour) -> {
            try {
                sorted.put(Instant.parse(written + ":00:00Z"), hour);
            } catch (DateTimeException e) {
                // A line may say anything.
            }
        });
        return sorted;
    }
}
