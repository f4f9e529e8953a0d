package weather.kwangle.policy.lint;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.ClientRule;
import weather.kwangle.policy.LocatedPolicy;
import weather.kwangle.policy.Part;
import weather.kwangle.policy.UsageKey;
import weather.kwangle.policy.claims.MinimalClaims;

/** Looks at the clients that the file names. */
final class ClientChecks {
    private final LocatedPolicy located;
    private final AccessPolicy policy;
    private final Set<String> needed = new TreeSet<>();
    private final MinimalClaims minimalClaims = new MinimalClaims();

    ClientChecks(LocatedPolicy located) {
        this.located = located;
        this.policy = located.policy();
        policy.operations()
                .forEach(
                        operation -> needed.addAll(policy.requirement(operation).scopes()));
    }

    List<Finding> findings() {
        Findings findings = new Findings(located);
        Map<String, String> byLowerCase = new HashMap<>();
        policy.clients().forEach((id, rule) -> {
            identity(id, byLowerCase, findings);
            bound(id, rule, findings);
            rule.groups().forEach((group, scopes) -> group(id, rule, group, scopes, findings));
        });
        return findings.list();
    }

    private static void identity(String id, Map<String, String> byLowerCase, Findings findings) {
        Part part = new Part.ClientEntry(id);
        String first = byLowerCase.putIfAbsent(id.toLowerCase(Locale.ROOT), id);
        if (first != null) {
            findings.add(
                    LintRule.SHADOWED_CLIENT,
                    part,
                    "client %s differs from %s in upper and lower case only; ids are compared exactly"
                            .formatted(id, first));
        }
        if (id.equals(UsageKey.UNKNOWN_CLIENT)) {
            findings.add(
                    LintRule.SHADOWED_CLIENT,
                    part,
                    "client " + id + " would share the usage key of all clients that nobody knows");
        }
    }

    private void bound(String id, ClientRule rule, Findings findings) {
        Part part = new Part.ClientEntry(id);
        if (rule.scopes().isEmpty()) {
            findings.add(
                    LintRule.OVER_BROAD_GRANT,
                    part,
                    "client " + id + " has no scopes, so whatever its tokens get counts; say which it may use");
            return;
        }
        Set<String> bound = rule.scopes().get();
        if (bound.containsAll(needed)) {
            findings.add(
                    LintRule.OVER_BROAD_GRANT,
                    part,
                    "client " + id + " has every scope that there is, so its bound bounds nothing");
        }
        unneeded(bound)
                .ifPresent(scopes -> findings.add(
                        LintRule.DEAD_RULE, part, "no operation needs %s of client %s".formatted(scopes, id)));
        boolean canDoNothing = policy.operations().stream()
                .allMatch(operation ->
                        minimalClaims.of(policy.requirement(operation), rule).isEmpty());
        if (canDoNothing) {
            findings.add(
                    LintRule.CLIENT_WITHOUT_ACCESS,
                    part,
                    "no token of client " + id + " can open an operation; remove it, or suspend it in the table");
        }
    }

    private void group(String id, ClientRule rule, String group, Set<String> scopes, Findings findings) {
        Part part = new Part.ClientGroup(id, group);
        if (rule.scopes().isEmpty()) {
            findings.add(
                    LintRule.DEAD_RULE,
                    part,
                    "group %s widens nothing: client %s has no scopes, so no bound".formatted(group, id));
            return;
        }
        Set<String> more = new HashSet<>(scopes);
        more.removeAll(rule.scopes().get());
        if (more.isEmpty()) {
            findings.add(
                    LintRule.DEAD_RULE,
                    part,
                    "group %s widens nothing: client %s has its scopes already".formatted(group, id));
        }
        unneeded(scopes)
                .ifPresent(names -> findings.add(
                        LintRule.DEAD_RULE,
                        part,
                        "no operation needs %s of group %s of client %s".formatted(names, group, id)));
    }

    private Optional<String> unneeded(Set<String> scopes) {
        Set<String> unneeded = new TreeSet<>(scopes);
        unneeded.removeAll(needed);
        return Optional.of(String.join(", ", unneeded)).filter(names -> !names.isEmpty());
    }
}
