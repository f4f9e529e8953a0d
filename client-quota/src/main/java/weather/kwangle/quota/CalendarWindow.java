package weather.kwangle.quota;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/**
 * One day or month of the calendar in UTC, from {@code start} up to but without {@code end}.
 *
 * <p>Its counter carries the window in its name ({@code d20261123}, {@code m202611}). A new window so begins at 0
 * without anyone resetting anything, and two clocks on either side of midnight count in two windows instead of
 * overwriting each other's.
 */
public record CalendarWindow(String attribute, Instant start, Instant end) {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("'d'uuuuMMdd", Locale.ROOT);
    private static final DateTimeFormatter REFUNDS = DateTimeFormatter.ofPattern("'r'uuuuMMdd", Locale.ROOT);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("'m'uuuuMM", Locale.ROOT);

    /** The last that were asked for by a time: nearly every request asks for the same, and making them takes longest in it. */
    private static volatile CalendarWindow lastDay = dayOf(LocalDate.EPOCH);

    private static volatile CalendarWindow lastMonth = monthOf(LocalDate.EPOCH);

    static CalendarWindow dayOf(Instant now) {
        CalendarWindow day = lastDay;
        if (!day.contains(now)) {
            day = dayOf(LocalDate.ofInstant(now, ZoneOffset.UTC));
            lastDay = day;
        }
        return day;
    }

    static CalendarWindow monthOf(Instant now) {
        CalendarWindow month = lastMonth;
        if (!month.contains(now)) {
            month = of(YearMonth.from(now.atOffset(ZoneOffset.UTC)));
            lastMonth = month;
        }
        return month;
    }

    private boolean contains(Instant time) {
        return !time.isBefore(start) && time.isBefore(end);
    }

    /** A day; its counter holds what was taken and not given back. */
    public static CalendarWindow dayOf(LocalDate day) {
        return of(DAY, day);
    }

    /** The month that a day lies in. */
    public static CalendarWindow monthOf(LocalDate day) {
        return of(YearMonth.from(day));
    }

    /** A day; its counter holds what was given back of it. */
    public static CalendarWindow refundsOf(LocalDate day) {
        return of(REFUNDS, day);
    }

    /** The window that an attribute counts; empty if the attribute counts none. */
    static Optional<CalendarWindow> named(String attribute) {
        try {
            if (attribute.length() == 9 && attribute.charAt(0) == 'd') {
                return Optional.of(dayOf(LocalDate.parse(attribute, DAY)));
            }
            if (attribute.length() == 9 && attribute.charAt(0) == 'r') {
                return Optional.of(refundsOf(LocalDate.parse(attribute, REFUNDS)));
            }
            if (attribute.length() == 7 && attribute.charAt(0) == 'm') {
                return Optional.of(of(YearMonth.parse(attribute, MONTH)));
            }
            return Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** How long it is. */
    public long seconds() {
        return end.getEpochSecond() - start.getEpochSecond();
    }

    /** Whole seconds until the end, rounded up: at least 1 within the window. */
    public long secondsLeft(Instant now) {
        return end.getEpochSecond() - now.getEpochSecond();
    }

    private static CalendarWindow of(DateTimeFormatter name, LocalDate day) {
        return new CalendarWindow(name.format(day), startOf(day), startOf(day.plusDays(1)));
    }

    private static CalendarWindow of(YearMonth month) {
        return new CalendarWindow(
                MONTH.format(month),
                startOf(month.atDay(1)),
                startOf(month.plusMonths(1).atDay(1)));
    }

    private static Instant startOf(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
}
