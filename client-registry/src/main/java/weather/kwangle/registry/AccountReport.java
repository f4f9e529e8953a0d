package weather.kwangle.registry;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import weather.kwangle.policy.Plan;
import weather.kwangle.quota.Account;
import weather.kwangle.quota.Balance;
import weather.kwangle.quota.LimitState;
import weather.kwangle.quota.Limits;

/** What is to be said of a client's account: its limits, and what is used of them. */
public record AccountReport(Plan plan, Balance balance) {

    /** The report at a time. */
    public static AccountReport of(Plan plan, Account account, Instant now) {
        var limits = new Limits(plan.ratePerSecond(), plan.burst(), plan.day(), plan.month());
        return new AccountReport(plan, Balance.of(account, limits, now));
    }

    /** The plan's limits in words. */
    public String limitsInWords() {
        return "%s, burst %s, %s a day, %s a month"
                .formatted(plan.rate(), grouped(plan.burst()), limit(plan.day()), limit(plan.month()));
    }

    /** What is used of the UTC day. */
    public String dayInWords() {
        return used("day", balance.takenOfDay());
    }

    /** What is used of the UTC month. */
    public String monthInWords() {
        return used("month", balance.takenOfMonth());
    }

    private String used(String window, long taken) {
        return limit(window)
                .map(limit -> "%s of %s used, %s left"
                        .formatted(grouped(taken), grouped(limit.quota()), grouped(limit.remaining())))
                .orElseGet(() -> grouped(taken) + " used, no limit");
    }

    private Optional<LimitState> limit(String window) {
        return balance.limits().stream()
                .filter(limit -> limit.name().equals(window))
                .findFirst();
    }

    private static String limit(OptionalLong limit) {
        return limit.isPresent() ? grouped(limit.getAsLong()) : "any number";
    }

    private static String grouped(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** For programs; what there is not is left out. */
    public Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("ratePerSecond", plan.ratePerSecond());
        tree.put("burst", plan.burst());
        tree.put("day", window("day", balance.takenOfDay()));
        tree.put("month", window("month", balance.takenOfMonth()));
        return tree;
    }

    private Map<String, Object> window(String name, long taken) {
        Map<String, Object> window = new LinkedHashMap<>();
        window.put("used", taken);
        limit(name).ifPresent(limit -> {
            window.put("limit", limit.quota());
            window.put("remaining", limit.remaining());
            window.put("resetSeconds", limit.resetSeconds());
        });
        return window;
    }
}
