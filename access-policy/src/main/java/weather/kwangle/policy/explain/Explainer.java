package weather.kwangle.policy.explain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import weather.kwangle.policy.Access;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.BreakGlass;
import weather.kwangle.policy.Caller;
import weather.kwangle.policy.ClientRule;
import weather.kwangle.policy.LocatedPolicy;
import weather.kwangle.policy.Operation;
import weather.kwangle.policy.Part;
import weather.kwangle.policy.Requirement;
import weather.kwangle.policy.Verdict;
import weather.kwangle.policy.explain.Explanation.Ground;

/** Explains the decision about one request. */
public final class Explainer {
    private final LocatedPolicy located;
    private final AccessPolicy policy;
    private final Caller caller;
    private final String method;
    private final String path;
    private final Instant at;

    private Explainer(LocatedPolicy located, Caller caller, String method, String path, Instant at) {
        this.located = located;
        this.policy = located.policy();
        this.caller = caller;
        this.method = method;
        this.path = path;
        this.at = at;
    }

    /**
     * Explains.
     *
     * @param path below the API's base path, as the client sends it
     * @param at when the request is made
     */
    public static Explanation explain(LocatedPolicy policy, Caller caller, String method, String path, Instant at) {
        return new Explainer(policy, caller, method, path, at).explanation();
    }

    private Explanation explanation() {
        Optional<Operation> operation = policy.operationOf(method, path);
        return switch (policy.evaluate(caller, at)) {
            case Access.WrongAudience wrong -> wrongAudience(wrong);
            case Access.UnknownClient unknown ->
                new Explanation(
                        false,
                        unknown.reason(),
                        grounds(operation, unknown),
                        List.of("a registration of the client with a plan in the table, or an entry under clients"));
            case Access.UnknownPlan unknown ->
                new Explanation(
                        false,
                        unknown.reason(),
                        grounds(operation, unknown),
                        List.of("another plan in the table: one of "
                                + String.join(", ", policy.plans().keySet())));
            case Access.Granted granted -> {
                List<Ground> grounds = grounds(operation, granted);
                grounds.add(Ground.of(token(granted)));
                yield operation.map(asked -> verdict(asked, granted, grounds)).orElseGet(() -> noOperation(grounds));
            }
        };
    }

    private List<Ground> grounds(Optional<Operation> operation, Access access) {
        List<Ground> grounds = new ArrayList<>();
        policy.audience().ifPresent(asked -> grounds.add(audience(asked)));
        grounds.add(operation.map(this::rule).orElseGet(() -> Ground.of("no operation is " + method + " " + path)));
        grounds.add(client(access));
        return grounds;
    }

    /** What the caller would get with the right audience stands behind what it gets. */
    private Explanation wrongAudience(Access.WrongAudience wrong) {
        Explanation then = explain(located, caller.alsoFor(policy.audience()), method, path, at);
        List<Ground> grounds = new ArrayList<>(then.grounds());
        grounds.set(0, audience(wrong.expected()));
        List<String> changes = new ArrayList<>();
        changes.add("a token that is for " + wrong.expected());
        if (!then.allowed()) {
            then.changes().forEach(more -> changes.add("after that also: " + more));
        }
        return new Explanation(false, wrong.reason(), grounds, changes);
    }

    private Ground audience(String asked) {
        return Ground.at(
                located.placeOf(new Part.Audience()),
                "a token has to be for %s; this one is for %s"
                        .formatted(asked, caller.audiences().isEmpty() ? "no audience" : listed(caller.audiences())));
    }

    private Ground rule(Operation operation) {
        Requirement requirement = policy.requirement(operation);
        List<String> needs = new ArrayList<>();
        if (!requirement.allOf().isEmpty()) {
            needs.add(String.join(" and ", new TreeSet<>(requirement.allOf())));
        }
        if (!requirement.anyOf().isEmpty()) {
            needs.add((requirement.anyOf().size() == 1 ? "" : "one of ")
                    + String.join(", ", new TreeSet<>(requirement.anyOf())));
        }
        return Ground.at(
                located.placeOf(new Part.OperationRule(operation)),
                operation + " needs " + String.join(", and ", needs));
    }

    private Ground client(Access access) {
        String id = caller.clientId();
        ClientRule rule = policy.clients().get(id);
        if (rule != null) {
            return Ground.at(located.placeOf(new Part.ClientEntry(id)), "client " + id + " has " + bound(rule));
        }
        if (caller.tablePlan().isPresent()) {
            return Ground.of("client %s has plan %s from the table, and no bound"
                    .formatted(id, caller.tablePlan().get()));
        }
        return Ground.at(
                located.placeOf(new Part.UnknownClient()),
                "client %s is unknown, and unknownClient is %s"
                        .formatted(
                                id,
                                access instanceof Access.Granted granted
                                        ? granted.plan().name()
                                        : "deny"));
    }

    private static String bound(ClientRule rule) {
        StringBuilder text = new StringBuilder("plan ").append(rule.plan().name());
        if (rule.scopes().isEmpty()) {
            return text.append(" and no bound").toString();
        }
        text.append(" and may use ").append(listed(rule.scopes().get()));
        rule.groups().keySet().stream()
                .sorted()
                .forEach(group -> text.append(", in group ")
                        .append(group)
                        .append(" also ")
                        .append(listed(rule.groups().getOrDefault(group, Set.of()))));
        return text.toString();
    }

    private String token(Access.Granted granted) {
        return "the token has %s and %s; %s counts"
                .formatted(
                        caller.tokenScopes().isEmpty() ? "no scope" : listed(caller.tokenScopes()),
                        caller.groups().isEmpty() ? "no group" : "group " + listed(caller.groups()),
                        listed(granted.effectiveScopes()));
    }

    private Explanation verdict(Operation operation, Access.Granted granted, List<Ground> grounds) {
        Verdict verdict = granted.verdict(operation);
        WhatIf whatIf = new WhatIf(located, caller, operation);
        return switch (verdict) {
            case Verdict.Allowed() -> new Explanation(true, verdict.reason(), grounds, whatIf.closing(at));
            case Verdict.MissingScope _ -> new Explanation(false, verdict.reason(), grounds, whatIf.opening());
            case Verdict.BrokenGlass broken -> brokenGlass(broken, operation, grounds, whatIf);
        };
    }

    private Explanation brokenGlass(
            Verdict.BrokenGlass broken, Operation operation, List<Ground> grounds, WhatIf whatIf) {
        List<BreakGlass> entries = policy.breakGlass();
        Instant end = broken.until();
        for (int i = 0; i < entries.size(); i++) {
            BreakGlass entry = entries.get(i);
            if (entry.inForceAt(at) && entry.covers(caller.clientId(), operation)) {
                end = entry.until().isAfter(end) ? entry.until() : end;
                grounds.add(Ground.at(
                        located.placeOf(new Part.BreakGlassEntry(i)),
                        "%s is refused until %s, by %s: %s"
                                .formatted(entry.name(), entry.until(), entry.by(), entry.why())));
            }
        }
        List<String> changes = new ArrayList<>();
        changes.add("the end of what is refused by hand, at " + end + " or when it is removed");
        whatIf.opening().forEach(more -> changes.add("after that also: " + more));
        return new Explanation(false, broken.reason(), grounds, changes);
    }

    private Explanation noOperation(List<Ground> grounds) {
        String others = nearPaths()
                .map(this::operationsOf)
                .filter(found -> !found.isEmpty())
                .findFirst()
                .orElse("");
        return new Explanation(
                false,
                "the API has no operation of this method and path",
                grounds,
                List.of(
                        others.isEmpty()
                                ? "an operation for it in the policy and in the API"
                                : "another request: there is " + others));
    }

    /** What may be meant: the path without a query and slashes at its end, and then without a base path before it. */
    private Stream<String> nearPaths() {
        String plain = path.replaceFirst("[?#].*$", "").replaceFirst("(?<=.)/+$", "");
        String absolute = plain.startsWith("/") ? plain : "/" + plain;
        // What does not begin with a slash is no path of an operation.
        return IntStream.range(0, absolute.length()).mapToObj(absolute::substring);
    }

    private String operationsOf(String near) {
        return policy.operations().stream()
                .filter(other -> policy.operationOf(other.method(), near)
                        .filter(other::equals)
                        .isPresent())
                .map(Operation::toString)
                .collect(Collectors.joining(", "));
    }

    private static String listed(Set<String> names) {
        return names.isEmpty() ? "nothing" : String.join(", ", new TreeSet<>(names));
    }
}
