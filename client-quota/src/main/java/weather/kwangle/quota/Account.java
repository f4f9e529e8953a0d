package weather.kwangle.quota;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the ledger has written down about one client: theoretical arrival times by meter, permits taken by
 * window, and instances by epoch.
 *
 * @param numbers by attribute name; {@link #counts} says which attributes belong to an account
 */
public record Account(Map<String, Long> numbers) {

    /** The theoretical arrival time of the client's requests, in nanoseconds since the epoch. */
    static final String TAT = "tat";

    /** The same for its looks at the account. */
    static final String USAGE_TAT = "usageTat";

    /** Counters stay for a month after their window, as the client's history. */
    private static final Duration HISTORY = Duration.ofDays(31);

    private static final int EPOCHS_KEPT = 2;

    /** The account of a client that never asked. */
    public static final Account EMPTY = new Account(Map.of());

    public Account {
        numbers = Map.copyOf(numbers);
    }

    /** Whether an attribute of that name is a number of the ledger's, and not some other note about the client. */
    public static boolean counts(String attribute) {
        return attribute.equals(TAT)
                || attribute.equals(USAGE_TAT)
                || Epoch.named(attribute).isPresent()
                || CalendarWindow.named(attribute).isPresent();
    }

    /** The theoretical arrival time of a meter; long ago if it was never used. */
    long tat(String meter) {
        return numbers.getOrDefault(meter, 0L);
    }

    /** The number of a window's counter: permits taken, or given back. */
    public long taken(CalendarWindow window) {
        return taken(window.attribute());
    }

    /** Permits taken in a window. */
    long taken(String window) {
        return numbers.getOrDefault(window, 0L);
    }

    /** How many instances had taken a lease in an epoch, the one that was answered included; 0 for none. */
    long rank(Epoch epoch) {
        return numbers.getOrDefault(epoch.attribute(), 0L);
    }

    /**
     * What nobody needs any more at that time: counters of windows that ended {@link #HISTORY} ago, and epochs that are
     * over by every clock that is at most one epoch off.
     */
    Set<String> outdated(Instant now) {
        Instant historyBegins = now.minus(HISTORY);
        long firstEpoch = Epoch.of(now).number() - EPOCHS_KEPT;
        return numbers.keySet().stream()
                .filter(name -> CalendarWindow.named(name)
                                .filter(window -> !window.end().isAfter(historyBegins))
                                .isPresent()
                        || Epoch.named(name)
                                .filter(epoch -> epoch.number() < firstEpoch)
                                .isPresent())
                .collect(Collectors.toSet());
    }
}
