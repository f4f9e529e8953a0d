package weather.kwangle.policy.lint;

import java.util.List;
import java.util.TreeSet;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.ClientRule;
import weather.kwangle.policy.LocatedPolicy;
import weather.kwangle.policy.Operation;
import weather.kwangle.policy.Part;
import weather.kwangle.policy.Plan;
import weather.kwangle.policy.Requirement;
import weather.kwangle.policy.claims.ClaimSet;
import weather.kwangle.policy.claims.MinimalClaims;

/** Looks at what operations need, and who gets in whom nobody knows. */
final class OperationChecks {
    private final LocatedPolicy located;
    private final AccessPolicy policy;
    private final MinimalClaims minimalClaims = new MinimalClaims();

    OperationChecks(LocatedPolicy located) {
        this.located = located;
        this.policy = located.policy();
    }

    List<Finding> findings() {
        Findings findings = new Findings(located);
        for (Operation operation : policy.operations()) {
            check(operation, policy.requirement(operation), findings);
        }
        policy.unknownClient()
                .ifPresent(plan -> findings.add(
                        LintRule.OVER_BROAD_GRANT,
                        new Part.UnknownClient(),
                        "every app client of the user pool gets in with plan " + plan.name()
                                + ", registered or not; 'deny' asks for a registration"));
        return findings.list();
    }

    private void check(Operation operation, Requirement requirement, Findings findings) {
        Part part = new Part.OperationRule(operation);
        TreeSet<String> inBoth = new TreeSet<>(requirement.anyOf());
        inBoth.retainAll(requirement.allOf());
        if (!inBoth.isEmpty()) {
            findings.add(
                    LintRule.DEAD_RULE,
                    part,
                    "anyOf of %s makes no difference: allOf asks for %s already"
                            .formatted(operation, String.join(", ", inBoth)));
        }
        if (!operation.method().equals("GET")) {
            Plan anyPlan = policy.plans().values().iterator().next();
            minimalClaims.of(requirement, ClientRule.withoutBound(anyPlan)).stream()
                    .map(ClaimSet::scopes)
                    .filter(scopes -> scopes.stream().allMatch(scope -> scope.startsWith("read:")))
                    .findFirst()
                    .ifPresent(scopes -> findings.add(
                            LintRule.OVER_BROAD_GRANT,
                            part,
                            "%s may change something, and %s is enough for it"
                                    .formatted(operation, String.join(", ", new TreeSet<>(scopes)))));
        }
    }
}
