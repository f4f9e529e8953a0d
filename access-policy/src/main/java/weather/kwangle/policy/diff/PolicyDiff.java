package weather.kwangle.policy.diff;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.BreakGlass;
import weather.kwangle.policy.ClientRule;
import weather.kwangle.policy.Operation;
import weather.kwangle.policy.Plan;
import weather.kwangle.policy.claims.ClaimSet;
import weather.kwangle.policy.claims.MinimalClaims;

/**
 * Everything that a change of the policy changes from a time on: access by the lasting rules, plans, and what is refused by
 * hand. It is exact. Claims that gain are the smallest of the new policy that the old one did not let in: whatever token
 * gains has all claims of one of them, and each of them is such a token. So where there is none, no token gains; losses
 * likewise.
 *
 * @param access by class of requests, the same change of several subjects in one
 * @param plans plans that come, go or have other limits
 * @param subjectPlans subjects that get another plan
 * @param glassBroken refusals by hand that are in force and new
 * @param glassMended refusals by hand that would be in force still, and are gone
 */
public record PolicyDiff(
        List<AccessChange> access,
        List<PlanChange> plans,
        List<SubjectPlanChange> subjectPlans,
        List<BreakGlass> glassBroken,
        List<BreakGlass> glassMended) {

    /** A subject whose plan is another; empty is none, and no access with it. */
    public record SubjectPlanChange(Subject subject, Optional<String> before, Optional<String> after) {}

    /**
     * Compares two policies.
     *
     * @param from refusals by hand that are over by then do not count
     */
    public static PolicyDiff between(AccessPolicy before, AccessPolicy after, Instant from) {
        List<Subject> subjects = Subject.between(before, after);
        return new PolicyDiff(
                new Comparison(before, after).changes(subjects),
                PlanChange.between(before, after),
                subjectPlans(subjects, before, after),
                inForceOnlyIn(after, before, from),
                inForceOnlyIn(before, after, from));
    }

    /** Whether every token may do under the new policy what it may under the old, with the same limits. */
    public boolean isEmpty() {
        return access.isEmpty()
                && plans.isEmpty()
                && subjectPlans.isEmpty()
                && glassBroken.isEmpty()
                && glassMended.isEmpty();
    }

    private static List<SubjectPlanChange> subjectPlans(
            List<Subject> subjects, AccessPolicy before, AccessPolicy after) {
        return subjects.stream()
                .map(subject -> new SubjectPlanChange(
                        subject,
                        subject.ruleIn(before).map(ClientRule::plan).map(Plan::name),
                        subject.ruleIn(after).map(ClientRule::plan).map(Plan::name)))
                .filter(change -> !change.before.equals(change.after))
                .toList();
    }

    private static List<BreakGlass> inForceOnlyIn(AccessPolicy policy, AccessPolicy other, Instant from) {
        return policy.breakGlass().stream()
                .filter(entry -> entry.inForceAt(from))
                .filter(entry -> !other.breakGlass().contains(entry))
                .toList();
    }

    /** Compares the lasting rules of two policies. */
    private static final class Comparison {
        private final AccessPolicy before;
        private final AccessPolicy after;
        private final MinimalClaims minimalClaims = new MinimalClaims();
        private final Map<ChangeKey, List<Subject>> found = new LinkedHashMap<>();

        private record ChangeKey(RequestClass request, Set<ClaimSet> gains, Set<ClaimSet> losses) {}

        Comparison(AccessPolicy before, AccessPolicy after) {
            this.before = before;
            this.after = after;
        }

        List<AccessChange> changes(List<Subject> subjects) {
            for (RequestClass request : RequestClass.between(before, after)) {
                for (Subject subject : subjects) {
                    compare(request, subject);
                }
            }
            List<AccessChange> changes = new ArrayList<>();
            found.forEach((key, who) -> changes.add(new AccessChange(
                    key.request, List.copyOf(who), new TreeSet<>(key.gains), new TreeSet<>(key.losses))));
            return List.copyOf(changes);
        }

        private void compare(RequestClass request, Subject subject) {
            Set<ClaimSet> old = letIn(before, request.before(), subject);
            Set<ClaimSet> now = letIn(after, request.after(), subject);
            Set<ClaimSet> gains = outside(now, old);
            Set<ClaimSet> losses = outside(old, now);
            if (!gains.isEmpty() || !losses.isEmpty()) {
                found.computeIfAbsent(new ChangeKey(request, gains, losses), _ -> new ArrayList<>())
                        .add(subject);
            }
        }

        private Set<ClaimSet> letIn(AccessPolicy policy, Optional<Operation> operation, Subject subject) {
            Optional<ClientRule> rule = subject.ruleIn(policy);
            if (operation.isEmpty() || rule.isEmpty()) {
                return Set.of();
            }
            // As a token has them: the policies may be of two resource servers and ask for two audiences.
            return minimalClaims.of(policy.requirement(operation.get()), rule.get()).stream()
                    .map(claims -> claims.inTokenFor(policy))
                    .collect(Collectors.toUnmodifiableSet());
        }

        /** Those of the smallest claims that contain none of the others. */
        private static Set<ClaimSet> outside(Set<ClaimSet> claims, Set<ClaimSet> others) {
            if (claims.equals(others)) {
                return Set.of();
            }
            Set<ClaimSet> outside = new LinkedHashSet<>();
            for (ClaimSet claim : claims) {
                if (others.stream().noneMatch(claim::contains)) {
                    outside.add(claim);
                }
            }
            return outside;
        }
    }
}
