package weather.kwangle.policy.lint;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.ClientRule;
import weather.kwangle.policy.LocatedPolicy;
import weather.kwangle.policy.Operation;
import weather.kwangle.policy.Part;
import weather.kwangle.policy.claims.MinimalClaims;

/** Compares a policy with what the API promises. */
final class ContractChecks {
    private final LocatedPolicy located;
    private final AccessPolicy policy;
    private final Contract contract;

    ContractChecks(LocatedPolicy located, Contract contract) {
        this.located = located;
        this.policy = located.policy();
        this.contract = contract;
    }

    List<Finding> findings() throws ContractException {
        Findings findings = new Findings(located);
        Map<Operation, Contract.Promise> promised = contract.operations();
        List<Finding> inContract = new ArrayList<>();
        promised.forEach((operation, promise) -> {
            if (policy.operations().contains(operation)) {
                scopes(operation, promise, findings);
            } else {
                inContract.add(new Finding(
                        LintRule.OPERATION_WITHOUT_RULE,
                        promise.place(),
                        "the policy has no rule for %s, so it is refused to everybody".formatted(operation)));
            }
        });
        for (Operation operation : policy.operations()) {
            if (!promised.containsKey(operation)) {
                findings.add(
                        LintRule.RULE_WITHOUT_OPERATION,
                        new Part.OperationRule(operation),
                        "the API has no %s; remove the rule, or it opens what comes there one day"
                                .formatted(operation));
            }
        }
        scopesNobodyCanGet(findings);
        inContract.addAll(findings.list());
        return inContract;
    }

    private void scopes(Operation operation, Contract.Promise promise, Findings findings) {
        Set<Set<String>> asked = new MinimalClaims()
                        .of(
                                policy.requirement(operation),
                                ClientRule.withoutBound(
                                        policy.plans().values().iterator().next()))
                        .stream()
                        .map(claims -> qualified(claims.scopes()))
                        .collect(Collectors.toSet());
        if (!promise.scopeSets().isEmpty() && !promise.scopeSets().equals(asked)) {
            findings.add(
                    LintRule.SCOPES_UNLIKE_CONTRACT,
                    new Part.OperationRule(operation),
                    "%s asks for %s, its contract for %s, at %s"
                            .formatted(
                                    operation,
                                    alternatives(asked),
                                    alternatives(promise.scopeSets()),
                                    promise.place().fileAndLine()));
        }
    }

    private static String alternatives(Set<Set<String>> sets) {
        return sets.stream()
                .map(set -> String.join(" and ", new TreeSet<>(set)))
                .sorted()
                .collect(Collectors.joining(", or "));
    }

    private void scopesNobodyCanGet(Findings findings) {
        Set<String> given = contract.givenScopes();
        if (given.isEmpty()) {
            return;
        }
        for (Operation operation : policy.operations()) {
            notGiven(policy.requirement(operation).scopes(), given)
                    .forEach(scope -> findings.add(
                            LintRule.SCOPE_NOBODY_CAN_GET,
                            new Part.OperationRule(operation),
                            "%s speaks of %s, which the token server does not give".formatted(operation, scope)));
        }
        policy.clients()
                .forEach((id, rule) -> notGiven(rule.scopes().orElse(Set.of()), given)
                        .forEach(scope -> findings.add(
                                LintRule.SCOPE_NOBODY_CAN_GET,
                                new Part.ClientEntry(id),
                                "client %s is allowed %s, which the token server does not give".formatted(id, scope))));
    }

    private Set<String> notGiven(Set<String> scopes, Set<String> given) {
        Set<String> notGiven = new TreeSet<>(qualified(scopes));
        notGiven.removeAll(given);
        return notGiven;
    }

    private Set<String> qualified(Set<String> scopes) {
        Set<String> qualified = new HashSet<>();
        scopes.forEach(scope -> qualified.add(policy.resourceServer() + "/" + scope));
        return qualified;
    }
}
