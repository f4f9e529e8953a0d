package weather.kwangle.policy.diff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.BreakGlass;
import weather.kwangle.policy.Operation;
import weather.kwangle.policy.claims.ClaimSet;
import weather.kwangle.policy.json.JsonTree;

/** A difference in the forms that people and scripts read. */
public final class DiffReport {
    private static final int SUBJECTS_IN_TEXT = 10;

    private final AccessPolicy before;
    private final AccessPolicy after;
    private final PolicyDiff diff;

    public DiffReport(AccessPolicy before, AccessPolicy after, PolicyDiff diff) {
        this.before = before;
        this.after = after;
        this.diff = diff;
    }

    /** A line of the text report, and which way it goes. */
    public record Line(Kind kind, String text) {}

    /** What a line tells. */
    public enum Kind {
        HEADING,
        GAIN,
        LOSS,
        OTHER
    }

    public List<Line> text() {
        List<Line> lines = new ArrayList<>();
        if (diff.isEmpty()) {
            lines.add(new Line(
                    Kind.HEADING,
                    "No change: every token opens the same operations under both policies, with the same limits."));
            return lines;
        }
        section("Tokens have to be for", audience(), Kind.OTHER, lines);
        diff.access().forEach(change -> access(change, lines));
        section("Plans", diff.plans().stream().map(PlanChange::describe).toList(), Kind.OTHER, lines);
        section(
                "Clients with another plan",
                diff.subjectPlans().stream().map(this::describe).toList(),
                Kind.OTHER,
                lines);
        section(
                "Refused by hand now",
                diff.glassBroken().stream().map(DiffReport::describe).toList(),
                Kind.LOSS,
                lines);
        section(
                "No longer refused by hand",
                diff.glassMended().stream().map(DiffReport::describe).toList(),
                Kind.GAIN,
                lines);
        return lines;
    }

    /** What explains the changes below it; nothing if both policies ask for the same. */
    private List<String> audience() {
        String anything = "anything";
        return before.audience().equals(after.audience())
                ? List.of()
                : List.of("%s -> %s"
                        .formatted(
                                before.audience().orElse(anything),
                                after.audience().orElse(anything)));
    }

    private void access(AccessChange change, List<Line> lines) {
        lines.add(new Line(Kind.HEADING, change.request().describe()));
        List<Subject> subjects = change.subjects();
        subjects.stream()
                .limit(SUBJECTS_IN_TEXT)
                .forEach(subject -> lines.add(new Line(Kind.OTHER, "  " + subject.describe(before, after))));
        if (subjects.size() > SUBJECTS_IN_TEXT) {
            lines.add(new Line(Kind.OTHER, "  and " + (subjects.size() - SUBJECTS_IN_TEXT) + " more, in the same way"));
        }
        claims("    + gains with ", Kind.GAIN, change, change.gains(), lines);
        claims("    - loses with ", Kind.LOSS, change, change.losses(), lines);
    }

    private void claims(String verb, Kind kind, AccessChange change, SortedSet<ClaimSet> sets, List<Line> lines) {
        for (ClaimSet claims : sets) {
            lines.add(new Line(kind, verb + claims));
            lines.add(new Line(
                    Kind.OTHER,
                    "      for example "
                            + JsonTree.compact(example(change.subjects().getFirst(), claims))));
        }
    }

    private static void section(String heading, List<String> texts, Kind kind, List<Line> lines) {
        if (!texts.isEmpty()) {
            lines.add(new Line(Kind.HEADING, heading));
            texts.forEach(text -> lines.add(new Line(kind, "  " + text)));
        }
    }

    private String describe(PolicyDiff.SubjectPlanChange change) {
        return "%s: %s -> %s"
                .formatted(
                        change.subject().describe(before, after),
                        change.before().orElse("no plan"),
                        change.after().orElse("no plan"));
    }

    private static String describe(BreakGlass entry) {
        return "%s until %s, by %s: %s".formatted(entry.name(), entry.until(), entry.by(), entry.why());
    }

    public String json() {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("before", before.version());
        report.put("after", after.version());
        report.put("noChange", diff.isEmpty());
        before.audience().ifPresent(audience -> report.put("audienceBefore", audience));
        after.audience().ifPresent(audience -> report.put("audienceAfter", audience));
        report.put("access", diff.access().stream().map(this::json).toList());
        report.put("plans", diff.plans().stream().map(DiffReport::json).toList());
        report.put("clientPlans", diff.subjectPlans().stream().map(this::json).toList());
        report.put(
                "refusedByHand",
                diff.glassBroken().stream().map(DiffReport::describe).toList());
        report.put(
                "noLongerRefusedByHand",
                diff.glassMended().stream().map(DiffReport::describe).toList());
        return JsonTree.indented(report);
    }

    private Map<String, Object> json(AccessChange change) {
        Map<String, Object> tree = new LinkedHashMap<>();
        put(tree, "operationBefore", change.request().before());
        put(tree, "operationAfter", change.request().after());
        tree.put("exampleRequest", change.request().example());
        tree.put(
                "clients",
                change.subjects().stream()
                        .map(who -> who.describe(before, after))
                        .toList());
        tree.put("gains", sets(change, change.gains()));
        tree.put("losses", sets(change, change.losses()));
        return tree;
    }

    private static Map<String, Object> json(PlanChange change) {
        List<Object> limits = new ArrayList<>();
        for (PlanChange.LimitChange limit : change.limits()) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("limit", limit.limit());
            limit.before().ifPresent(old -> tree.put("old", old));
            limit.after().ifPresent(now -> tree.put("new", now));
            limits.add(tree);
        }
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("plan", change.name());
        tree.put("limits", limits);
        tree.put("sentence", change.describe());
        return tree;
    }

    private Map<String, Object> json(PolicyDiff.SubjectPlanChange change) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("client", change.subject().describe(before, after));
        change.before().ifPresent(plan -> tree.put("old", plan));
        change.after().ifPresent(plan -> tree.put("new", plan));
        tree.put("sentence", describe(change));
        return tree;
    }

    private static void put(Map<String, Object> tree, String name, Optional<Operation> operation) {
        operation.ifPresent(known -> tree.put(name, known.toString()));
    }

    private List<Object> sets(AccessChange change, SortedSet<ClaimSet> sets) {
        List<Object> list = new ArrayList<>();
        for (ClaimSet claims : sets) {
            Map<String, Object> tree = new LinkedHashMap<>();
            tree.put("scopes", new TreeSet<>(claims.scopes()));
            tree.put("groups", new TreeSet<>(claims.groups()));
            tree.put("audiences", new TreeSet<>(claims.audiences()));
            tree.put("exampleClaims", example(change.subjects().getFirst(), claims));
            list.add(tree);
        }
        return list;
    }

    private Map<String, Object> example(Subject subject, ClaimSet claims) {
        Map<String, Object> example = new LinkedHashMap<>();
        example.put("token_use", "access");
        example.put("client_id", subject.exampleId(before, after));
        example.put("scope", String.join(" ", new TreeSet<>(claims.scopes())));
        if (!claims.groups().isEmpty()) {
            example.put("cognito:groups", new TreeSet<>(claims.groups()));
        }
        // A policy asks for one audience at the most, so that a smallest set has one at the most.
        claims.audiences().forEach(audience -> example.put("aud", audience));
        return example;
    }
}
