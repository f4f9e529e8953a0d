package weather.kwangle.quota;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What the ledger has written down about one client: theoretical arrival times by meter and permits taken by window.
 *
 * @param numbers by attribute name; {@link #counts} says which attributes belong to an account
 */
public record Account(Map<String, Long> numbers) {

    /** The theoretical arrival time of the client's requests, in nanoseconds since the epoch. */
    static final String TAT = "tat";

    /** The same for its looks at the account. */
    static final String USAGE_TAT = "usageTat";

    /** The account of a client that never asked. */
    public static final Account EMPTY = new Account(Map.of());

    public Account {
        numbers = Map.copyOf(numbers);
    }

    /** Whether an attribute of that name is a number of the ledger's, and not some other note about the client. */
    public static boolean counts(String attribute) {
        return attribute.equals(TAT)
                || attribute.equals(USAGE_TAT)
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

    /** The counters whose window had ended by that time. */
    Set<String> endedBy(Instant time) {
        Predicate<CalendarWindow> ended = window -> !window.end().isAfter(time);
        return numbers.keySet().stream()
                .filter(name -> CalendarWindow.named(name).filter(ended).isPresent())
                .collect(Collectors.toSet());
    }
}
