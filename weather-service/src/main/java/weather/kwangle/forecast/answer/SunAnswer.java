package weather.kwangle.forecast.answer;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import weather.kwangle.forecast.sun.SunDay;

/**
 * The sun over a civil day; schema {@code Sun} of the contract. Of the rare days with two sunrises or two sunsets the
 * first of each is told.
 */
public record SunAnswer(
        String kind,
        State state,
        Optional<OffsetDateTime> sunrise,
        Optional<OffsetDateTime> sunset,
        Duration dayLength) {
    private static final String COMPUTED = "computed";

    /** What the sun does on that day. */
    public enum State {
        @JsonProperty("rises-and-sets")
        RISES_AND_SETS,
        @JsonProperty("rises")
        RISES,
        @JsonProperty("sets")
        SETS,
        @JsonProperty("polar-day")
        POLAR_DAY,
        @JsonProperty("polar-night")
        POLAR_NIGHT
    }

    static SunAnswer of(SunDay day, ZoneId zone) {
        return switch (day) {
            case SunDay.RiseAndSet both -> of(Optional.of(both.sunrise()), Optional.of(both.sunset()), day, zone);
            case SunDay.Irregular some ->
                of(some.sunrises().stream().findFirst(), some.sunsets().stream().findFirst(), day, zone);
            case SunDay.PolarDay always -> without(State.POLAR_DAY, always);
            case SunDay.PolarNight never -> without(State.POLAR_NIGHT, never);
        };
    }

    private static SunAnswer without(State state, SunDay day) {
        return new SunAnswer(COMPUTED, state, Optional.empty(), Optional.empty(), seconds(day.dayLength()));
    }

    private static SunAnswer of(Optional<Instant> sunrise, Optional<Instant> sunset, SunDay day, ZoneId zone) {
        State state = sunset.isEmpty() ? State.RISES : sunrise.isEmpty() ? State.SETS : State.RISES_AND_SETS;
        return new SunAnswer(
                COMPUTED,
                state,
                sunrise.map(instant -> CivilTime.at(instant, zone)),
                sunset.map(instant -> CivilTime.at(instant, zone)),
                seconds(day.dayLength()));
    }

    private static Duration seconds(Duration length) {
        return length.truncatedTo(ChronoUnit.SECONDS);
    }
}
