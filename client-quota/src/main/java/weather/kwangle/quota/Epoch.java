package weather.kwangle.quota;

import java.time.Instant;
import java.util.Optional;

/**
 * Ten seconds of the clock. Its attribute ({@code e179552160}) counts the instances that took a lease in it, so that each
 * knows its rank among them when the store goes away.
 *
 * @param number tens of seconds since 1970
 */
record Epoch(long number) {

    static final long SECONDS = 10;

    private static final int DIGITS = 9;

    static Epoch of(Instant now) {
        return new Epoch(Math.floorDiv(now.getEpochSecond(), SECONDS));
    }

    /** The epoch that an attribute counts in; empty if it is no such attribute. */
    static Optional<Epoch> named(String attribute) {
        boolean named = attribute.length() == DIGITS + 1
                && attribute.charAt(0) == 'e'
                && attribute.chars().skip(1).allMatch(digit -> digit >= '0' && digit <= '9');
        return named ? Optional.of(new Epoch(Long.parseLong(attribute.substring(1)))) : Optional.empty();
    }

    String attribute() {
        return "e" + number;
    }
}
