package weather.kwangle.forecast.answer;

import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Map;

/**
 * One civil day; schema {@code Day} of the contract.
 *
 * @param start the day's first instant
 * @param end the next day's first instant, 23 or 25 hours later when the clocks change
 * @param values by name, in the order in which they are written
 */
public record DayAnswer(
        LocalDate date, OffsetDateTime start, OffsetDateTime end, SunAnswer sun, Map<String, ValueAnswer> values) {}
