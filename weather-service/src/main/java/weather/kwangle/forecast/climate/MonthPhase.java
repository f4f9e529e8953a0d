package weather.kwangle.forecast.climate;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;

/**
 * A moment of the year between two mid-months. The monthly values of the grid are such that straight lines between
 * mid-months have the normals as their monthly means; a year wraps around, and a leap day is a day like any other.
 *
 * @param month the mid-month before, 0 (January) to 11
 * @param weight how much of the next mid-month there is, 0 to 1
 */
record MonthPhase(int month, double weight) {

    static MonthPhase of(LocalDate date) {
        return of(YearMonth.from(date), date.getDayOfMonth() - 0.5);
    }

    static MonthPhase of(Instant instant) {
        LocalDateTime time = LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
        return of(
                YearMonth.from(time),
                time.getDayOfMonth() - 1 + time.toLocalTime().toNanoOfDay() / 86_400e9);
    }

    private static MonthPhase of(YearMonth month, double daysGone) {
        double phase = month.getMonthValue() - 1.5 + daysGone / month.lengthOfMonth();
        double before = Math.floor(phase);
        return new MonthPhase(Math.floorMod((int) before, 12), phase - before);
    }

    int nextMonth() {
        return (month + 1) % 12;
    }
}
