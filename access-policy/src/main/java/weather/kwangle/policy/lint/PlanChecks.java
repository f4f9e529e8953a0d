package weather.kwangle.policy.lint;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.LocatedPolicy;
import weather.kwangle.policy.Part;
import weather.kwangle.policy.Plan;

/** Looks at plans and their limits. */
final class PlanChecks {
    private static final long SECONDS_OF_A_DAY = Duration.ofDays(1).toSeconds();
    private static final int LONGEST_MONTH = 31;

    private final LocatedPolicy located;
    private final AccessPolicy policy;

    PlanChecks(LocatedPolicy located) {
        this.located = located;
        this.policy = located.policy();
    }

    List<Finding> findings() {
        Findings findings = new Findings(located);
        Set<Plan> used = new HashSet<>();
        policy.clients().values().forEach(rule -> used.add(rule.plan()));
        policy.unknownClient().ifPresent(used::add);
        for (Plan plan : policy.plans().values()) {
            limits(plan, findings);
            if (!used.contains(plan)) {
                findings.add(
                        LintRule.UNUSED_PLAN,
                        part(plan),
                        "no client of this file has plan " + plan.name() + "; only the table can give it");
            }
        }
        return findings.list();
    }

    private static void limits(Plan plan, Findings findings) {
        if (plan.day().isEmpty() && plan.month().isEmpty()) {
            findings.add(
                    LintRule.PLAN_WITHOUT_LIMITS,
                    part(plan),
                    "plan %s bounds the rate only: a client of it may ask %s times a day"
                            .formatted(plan.name(), number(plan.ratePerSecond() * SECONDS_OF_A_DAY)));
        }
        double mostOfADay = plan.ratePerSecond() * SECONDS_OF_A_DAY + plan.burst();
        if (plan.day().isPresent() && plan.day().getAsLong() >= mostOfADay) {
            neverReached(plan, "day", "the rate allows " + number(mostOfADay) + " a day", findings);
        }
        double mostOfAMonth = LONGEST_MONTH * Math.min((double) plan.day().orElse(Long.MAX_VALUE), mostOfADay);
        if (plan.month().isPresent() && plan.month().getAsLong() >= mostOfAMonth) {
            neverReached(plan, "month", number(mostOfAMonth) + " is all that 31 days allow", findings);
        }
    }

    private static void neverReached(Plan plan, String limit, String because, Findings findings) {
        findings.add(
                LintRule.LIMIT_NEVER_REACHED,
                part(plan),
                "plan %s can never reach its %s limit: %s".formatted(plan.name(), limit, because));
    }

    private static String number(double whole) {
        return String.format(Locale.ROOT, "%,.0f", whole);
    }

    private static Part part(Plan plan) {
        return new Part.PlanLimits(plan.name());
    }
}
