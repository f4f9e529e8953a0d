package weather.kwangle.quota.history;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import weather.kwangle.quota.Account;
import weather.kwangle.quota.CalendarWindow;

/**
 * An account's last 30 days.
 *
 * @param refundedToday permits given back of today
 * @param refundedThisMonth permits given back of this month's days
 * @param days today first, each day once, those without requests too
 */
public record UsageHistory(long refundedToday, long refundedThisMonth, List<Day> days) {

    /** How many days it shows, today included. The ledger keeps counters for longer than that and than any month. */
    public static final int DAYS = 30;

    public UsageHistory {
        days = List.copyOf(days);
    }

    /**
     * One day in UTC.
     *
     * @param used permits taken and not given back
     * @param refunded permits given back
     */
    public record Day(LocalDate date, long used, long refunded) {}

    /**
     * The days of an account.
     *
     * @param today in UTC
     */
    public static UsageHistory of(Account account, LocalDate today) {
        List<Day> days = Stream.iterate(today, date -> date.minusDays(1))
                .limit(DAYS)
                .map(date -> day(account, date))
                .toList();
        long ofMonth = Stream.iterate(today.withDayOfMonth(1), date -> date.plusDays(1))
                .limit(today.getDayOfMonth())
                .mapToLong(date -> day(account, date).refunded())
                .sum();
        return new UsageHistory(days.getFirst().refunded(), ofMonth, days);
    }

    private static Day day(Account account, LocalDate date) {
        return new Day(date, account.taken(CalendarWindow.dayOf(date)), account.taken(CalendarWindow.refundsOf(date)));
    }
}
