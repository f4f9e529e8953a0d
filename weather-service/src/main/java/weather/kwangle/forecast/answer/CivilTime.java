package weather.kwangle.forecast.answer;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** Instants as the clock on the wall shows them, in whole seconds and with the offset (RFC 3339). */
final class CivilTime {
    private CivilTime() {}

    static OffsetDateTime at(Instant instant, ZoneId zone) {
        return instant.truncatedTo(ChronoUnit.SECONDS).atZone(zone).toOffsetDateTime();
    }

    /** The first instant of a date. Not always midnight: some zones change their clocks then. */
    static OffsetDateTime startOf(LocalDate date, ZoneId zone) {
        return date.atStartOfDay(zone).toOffsetDateTime();
    }
}
