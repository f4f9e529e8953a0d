package weather.kwangle.registry;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import weather.kwangle.policy.Access;
import weather.kwangle.policy.Access.PlanSource;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.Caller;
import weather.kwangle.policy.Plan;
import weather.kwangle.quota.RegistryEntry;
import weather.kwangle.quota.RegistryEntry.Status;

/**
 * What is to be said of one client.
 *
 * @param plan the plan that counts; empty if the client is refused for want of one
 * @param source who gives it that plan; empty with {@code plan}
 * @param entry what the table says
 * @param suspended whether it is shut out at the time of the report
 */
public record ClientReport(
        String id, Optional<Plan> plan, Optional<PlanSource> source, RegistryEntry entry, boolean suspended) {

    /** The report at a time. */
    public static ClientReport of(AccessPolicy policy, String id, RegistryEntry entry, Instant now) {
        // The plan depends neither on scopes nor on what a token is for.
        var caller = new Caller(id, Set.of(), Set.of(), entry.plan()).alsoFor(policy.audience());
        Optional<Access.Granted> granted =
                policy.evaluate(caller, now) instanceof Access.Granted access ? Optional.of(access) : Optional.empty();
        return new ClientReport(
                id,
                granted.map(Access.Granted::plan),
                granted.map(Access.Granted::planSource),
                entry,
                entry.suspendedAt(now));
    }

    /** Whether anybody has written anything down about the client. */
    public boolean isKnown() {
        return source.filter(PlanSource.POLICY::equals).isPresent() || !entry.equals(RegistryEntry.NOTHING);
    }

    /** The plan and who gives it, in words. */
    public String planInWords() {
        String counts = plan.map(Plan::name).orElse("none");
        Optional<String> other = entry.plan().filter(name -> !name.equals(counts));
        return counts
                + source.map(giver -> switch (giver) {
                            case POLICY -> ", by the policy";
                            case TABLE -> ", by the table";
                            case UNKNOWN_CLIENT -> ", as every unknown client";
                        })
                        .orElse(", so it is refused")
                + other.map(name -> plan.isPresent()
                                ? "; the table's " + name + " does not count"
                                : ": the policy has no plan " + name)
                        .orElse("");
    }

    /** The status in words. A suspension that is over is said, too: it is still written down. */
    public String statusInWords() {
        String written = Step.status(entry);
        return suspended || entry.status() == Status.ACTIVE ? written : "active, no longer " + written;
    }

    /** For programs; what there is not is left out. */
    public Map<String, Object> tree() {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("id", id);
        plan.ifPresent(counts -> tree.put("plan", counts.name()));
        source.ifPresent(giver ->
                tree.put("planSource", giver.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        entry.plan().ifPresent(name -> tree.put("tablePlan", name));
        tree.put("status", (suspended ? Status.SUSPENDED : Status.ACTIVE).wireName());
        entry.statusBy().ifPresent(by -> tree.put("statusBy", by));
        entry.statusWhy().ifPresent(why -> tree.put("statusWhy", why));
        entry.statusUntil().ifPresent(until -> tree.put("statusUntil", until.toString()));
        return tree;
    }
}
