package weather.kwangle.forecast.sun;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The sun over one civil day of a place. */
public sealed interface SunDay {

    /** How long the sun is up within this civil day; a polar day has 23 or 25 hours when the clock changes. */
    Duration dayLength();

    /**
     * One sunrise and one sunset. Where the clock is far from the sun, a summer sunset falls after midnight and thus
     * before the sunrise of its civil day (Reykjavik in June); {@code dayLength} counts both parts of the day.
     */
    record RiseAndSet(Instant sunrise, Instant sunset, Duration dayLength) implements SunDay {}

    /** The sun is up from midnight to midnight. */
    record PolarDay(Duration dayLength) implements SunDay {}

    /** The sun does not rise. */
    record PolarNight() implements SunDay {
        @Override
        public Duration dayLength() {
            return Duration.ZERO;
        }
    }

    /**
     * The rare days near polar day or night with another number of events: only a sunrise, only a sunset, or two of
     * one kind. Both lists are in order of time. A date that the zone left out (Samoa, 30 December 2011) has no events
     * and no length.
     */
    record Irregular(List<Instant> sunrises, List<Instant> sunsets, Duration dayLength) implements SunDay {
        public Irregular {
            sunrises = List.copyOf(sunrises);
            sunsets = List.copyOf(sunsets);
        }
    }
}
