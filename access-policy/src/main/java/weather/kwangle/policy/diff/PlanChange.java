package weather.kwangle.policy.diff;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.Plan;

/** A plan that comes, goes, or has other limits; one of both is there. */
public record PlanChange(String name, Optional<Plan> before, Optional<Plan> after) {

    static List<PlanChange> between(AccessPolicy before, AccessPolicy after) {
        Set<String> names = new LinkedHashSet<>(before.plans().keySet());
        names.addAll(after.plans().keySet());
        return names.stream()
                .map(name -> new PlanChange(
                        name,
                        Optional.ofNullable(before.plans().get(name)),
                        Optional.ofNullable(after.plans().get(name))))
                .filter(change -> !change.before.equals(change.after))
                .toList();
    }

    /** How a person says it. */
    String describe() {
        if (before.isEmpty()) {
            return "plan " + name + " is new: " + limits(after.orElseThrow());
        }
        if (after.isEmpty()) {
            return "plan " + name + " is gone: " + limits(before.get());
        }
        return "plan " + name + ": " + limits(before.get()) + " -> " + limits(after.get());
    }

    private static String limits(Plan plan) {
        List<String> limits = new ArrayList<>();
        limits.add("rate " + plan.rate());
        limits.add("burst " + plan.burst());
        add(limits, "day", plan.day());
        add(limits, "month", plan.month());
        return String.join(", ", limits);
    }

    private static void add(List<String> limits, String name, OptionalLong permits) {
        limits.add(permits.isPresent() ? name + " " + permits.getAsLong() : "no " + name + " limit");
    }
}
