package weather.kwangle.gateway.usage;

import java.util.List;
import weather.kwangle.edge.EdgeAssertion;
import weather.kwangle.edge.Limit;
import weather.kwangle.quota.history.UsageHistory;

/**
 * A client's account as {@code GET /usage} shows it.
 *
 * @param client the app client
 * @param plan its plan
 * @param limits its rate, day and month, as far as the plan has them
 * @param refunds what it got back
 * @param days its last 30 days, today first
 */
public record Usage(String client, String plan, List<Account> limits, Refunds refunds, List<Day> days) {
    private static final String OWN_LIMIT = "usage";

    public Usage {
        limits = List.copyOf(limits);
        days = List.copyOf(days);
    }

    /** Permits of answers that were no good ones, given back today and this month. */
    public record Refunds(long today, long month) {}

    /**
     * One day in UTC.
     *
     * @param date as in {@code 2026-11-26}
     * @param used permits taken and not given back
     * @param refunded permits given back
     */
    public record Day(String date, long used, long refunded) {}

    /**
     * One limit.
     *
     * @param name {@code rate}, {@code day} or {@code month}
     * @param quota permits of a full window
     * @param windowSeconds length of the window
     * @param used permits gone, 0 to quota
     * @param remaining permits left
     * @param resetSeconds seconds until permits come back
     */
    public record Account(String name, long quota, long windowSeconds, long used, long remaining, long resetSeconds) {}

    static Usage of(EdgeAssertion assertion, UsageHistory history) {
        List<Account> accounts = assertion.limits().stream()
                .filter(limit -> !limit.name().equals(OWN_LIMIT))
                .map(Usage::account)
                .toList();
        List<Day> days = history.days().stream()
                .map(day -> new Day(day.date().toString(), day.used(), day.refunded()))
                .toList();
        return new Usage(
                assertion.client(),
                assertion.plan(),
                accounts,
                new Refunds(history.refundedToday(), history.refundedThisMonth()),
                days);
    }

    private static Account account(Limit limit) {
        return new Account(
                limit.name(),
                limit.quota(),
                limit.windowSeconds(),
                Math.max(0, limit.quota() - limit.remaining()),
                limit.remaining(),
                limit.resetSeconds());
    }
}
