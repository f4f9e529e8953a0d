package weather.kwangle.policy.diff;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
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

    /** A limit that is another; empty is no such limit. */
    record LimitChange(String limit, Optional<Object> before, Optional<Object> after) {}

    /** The limits that differ: of a plan that comes or goes all that it has. */
    List<LimitChange> limits() {
        return Stream.of(
                        limit("rate", plan -> Optional.of(plan.rate())),
                        limit("burst", plan -> Optional.of(plan.burst())),
                        limit("day", plan -> boxed(plan.day())),
                        limit("month", plan -> boxed(plan.month())))
                .filter(change -> !change.before.equals(change.after))
                .toList();
    }

    private LimitChange limit(String name, Function<Plan, Optional<Object>> of) {
        return new LimitChange(name, before.flatMap(of), after.flatMap(of));
    }

    private static Optional<Object> boxed(OptionalLong permits) {
        return permits.isPresent() ? Optional.of(permits.getAsLong()) : Optional.empty();
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
