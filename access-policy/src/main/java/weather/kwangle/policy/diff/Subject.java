package weather.kwangle.policy.diff;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.ClientRule;
import weather.kwangle.policy.Plan;

/**
 * Those who ask, as far as two policies can tell them apart. Together the subjects of {@link #between} are everybody.
 *
 * @param id the client, or any client that neither policy names
 * @param tablePlan the plan that the registry table gives it; empty also if that cannot matter
 */
public record Subject(Optional<String> id, Optional<String> tablePlan) {

    /** Stands for all plans that neither policy has; no plan can have this name. */
    private static final String PLAN_OF_NEITHER = "?";

    /** Clients of both files, and all others by what the table says of them. */
    static List<Subject> between(AccessPolicy before, AccessPolicy after) {
        Set<String> named = union(before.clients().keySet(), after.clients().keySet());
        Set<String> plans = union(before.plans().keySet(), after.plans().keySet());
        List<Subject> subjects = new ArrayList<>();
        for (String id : named) {
            subjects.add(new Subject(Optional.of(id), Optional.empty()));
            boolean inBoth = before.clients().containsKey(id) && after.clients().containsKey(id);
            if (!inBoth) {
                plans.forEach(plan -> subjects.add(new Subject(Optional.of(id), Optional.of(plan))));
                subjects.add(new Subject(Optional.of(id), Optional.of(PLAN_OF_NEITHER)));
            }
        }
        subjects.add(new Subject(Optional.empty(), Optional.empty()));
        plans.forEach(plan -> subjects.add(new Subject(Optional.empty(), Optional.of(plan))));
        return subjects;
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        Set<String> union = new LinkedHashSet<>(one);
        union.addAll(other);
        return union;
    }

    /** What a policy says about the subject; empty if it refuses it whatever it asks. */
    Optional<ClientRule> ruleIn(AccessPolicy policy) {
        Optional<ClientRule> named = id.map(policy.clients()::get);
        if (named.isPresent()) {
            return named;
        }
        Optional<Plan> plan = tablePlan.isPresent() ? tablePlan.map(policy.plans()::get) : policy.unknownClient();
        return plan.map(ClientRule::withoutBound);
    }

    /** Whether the table has a say about it in one of the policies. */
    private boolean dependsOnTable(AccessPolicy before, AccessPolicy after) {
        return id.isEmpty()
                || !(before.clients().containsKey(id.get()) && after.clients().containsKey(id.get()));
    }

    /** How a person calls it. */
    String describe(AccessPolicy before, AccessPolicy after) {
        if (id.isEmpty()) {
            return tablePlan
                    .map(plan -> "a client of plan " + plan + " in the table")
                    .orElse("an unknown client");
        }
        if (!dependsOnTable(before, after)) {
            return id.get();
        }
        if (tablePlan.isEmpty()) {
            return id.get() + ", if the table does not know it";
        }
        return id.get() + ", if the table gives it "
                + (tablePlan.get().equals(PLAN_OF_NEITHER) ? "a plan of neither policy" : "plan " + tablePlan.get());
    }

    /** A client id that stands for the subject in an example. */
    String exampleId(AccessPolicy before, AccessPolicy after) {
        String other = "other-client";
        int number = 1;
        while (before.clients().containsKey(other) || after.clients().containsKey(other)) {
            number++;
            other = "other-client-" + number;
        }
        return id.orElse(other);
    }
}
