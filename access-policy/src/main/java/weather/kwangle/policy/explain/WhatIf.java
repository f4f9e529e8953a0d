package weather.kwangle.policy.explain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import weather.kwangle.policy.Access;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.Caller;
import weather.kwangle.policy.ClientRule;
import weather.kwangle.policy.LocatedPolicy;
import weather.kwangle.policy.Operation;
import weather.kwangle.policy.Part;
import weather.kwangle.policy.Plan;
import weather.kwangle.policy.Verdict;
import weather.kwangle.policy.claims.ClaimSet;
import weather.kwangle.policy.claims.MinimalClaims;

/** The smallest changes that turn the decision about one caller and one operation round. */
final class WhatIf {
    private final LocatedPolicy located;
    private final AccessPolicy policy;
    private final Caller caller;
    private final Operation operation;
    private final ClaimSet token;

    WhatIf(LocatedPolicy located, Caller caller, Operation operation) {
        this.located = located;
        this.policy = located.policy();
        this.caller = caller;
        this.operation = operation;
        this.token = new ClaimSet(caller.tokenScopes(), caller.groups(), caller.audiences());
    }

    /** What would let the caller in as far as scopes go, each on its own; nothing if they are enough. */
    List<String> opening() {
        ClientRule rule = rule();
        List<ClaimSet> missing = minimalClaims(rule).stream()
                .map(claims -> claims.without(token))
                .toList();
        List<String> changes = missing.stream()
                .filter(claims -> isSmallest(claims, missing))
                .filter(claims -> !claims.isEmpty())
                .sorted()
                .map(claims -> "a token that also has " + claims)
                .collect(Collectors.toCollection(ArrayList::new));
        if (missing.stream().noneMatch(ClaimSet::isEmpty)) {
            changes.addAll(widening(rule));
        }
        return changes;
    }

    /** Which single scope, group or audience of the token the decision hangs on. */
    List<String> closing(Instant at) {
        List<String> changes = new ArrayList<>();
        for (String scope : new TreeSet<>(caller.tokenScopes())) {
            if (!isLetIn(without(caller.tokenScopes(), scope), caller.groups(), caller.audiences(), at)) {
                changes.add("a token without scope " + scope);
            }
        }
        for (String group : new TreeSet<>(caller.groups())) {
            if (!isLetIn(caller.tokenScopes(), without(caller.groups(), group), caller.audiences(), at)) {
                changes.add("a token without group " + group);
            }
        }
        for (String audience : new TreeSet<>(caller.audiences())) {
            if (!isLetIn(caller.tokenScopes(), caller.groups(), without(caller.audiences(), audience), at)) {
                changes.add("a token that is not for " + audience);
            }
        }
        return changes;
    }

    /** A wider bound of the client, where the bound is in the way. */
    private List<String> widening(ClientRule rule) {
        if (rule.scopes().isEmpty()) {
            return List.of();
        }
        Set<String> within = new HashSet<>(rule.scopes().get());
        caller.groups().forEach(group -> within.addAll(rule.groups().getOrDefault(group, Set.of())));
        List<String> changes = new ArrayList<>();
        for (ClaimSet claims : new TreeSet<>(minimalClaims(ClientRule.withoutBound(rule.plan())))) {
            Set<String> outside = new TreeSet<>();
            claims.scopes().stream().map(this::shortName).forEach(outside::add);
            outside.removeAll(within);
            ClaimSet more = claims.without(token);
            if (!outside.isEmpty()) {
                changes.add("%s among the scopes of client %s, at %s%s"
                        .formatted(
                                String.join(", ", outside),
                                caller.clientId(),
                                located.placeOf(new Part.ClientEntry(caller.clientId()))
                                        .fileAndLine(),
                                more.isEmpty() ? "" : ", and a token that also has " + more));
            }
        }
        return changes;
    }

    private ClientRule rule() {
        ClientRule named = policy.clients().get(caller.clientId());
        Plan anyPlan = policy.plans().values().iterator().next();
        return named == null ? ClientRule.withoutBound(anyPlan) : named;
    }

    /** As a token has them. */
    private Set<ClaimSet> minimalClaims(ClientRule rule) {
        return new MinimalClaims()
                .of(policy.requirement(operation), rule).stream()
                        .map(claims -> claims.inTokenFor(policy))
                        .collect(Collectors.toSet());
    }

    private String shortName(String scope) {
        return scope.substring(policy.resourceServer().length() + 1);
    }

    private boolean isLetIn(Set<String> scopes, Set<String> groups, Set<String> audiences, Instant at) {
        Access access =
                policy.evaluate(new Caller(caller.clientId(), scopes, groups, audiences, caller.tablePlan()), at);
        return access instanceof Access.Granted granted && granted.verdict(operation) instanceof Verdict.Allowed;
    }

    private static Set<String> without(Set<String> names, String one) {
        return names.stream().filter(name -> !name.equals(one)).collect(Collectors.toSet());
    }

    private static boolean isSmallest(ClaimSet claims, List<ClaimSet> others) {
        return others.stream().noneMatch(other -> !other.equals(claims) && claims.contains(other));
    }
}
