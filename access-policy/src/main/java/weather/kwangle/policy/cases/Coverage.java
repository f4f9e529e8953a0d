package weather.kwangle.policy.cases;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import weather.kwangle.policy.Access;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.BreakGlass;
import weather.kwangle.policy.Operation;

/**
 * What of a policy the cases have looked at. An operation counts twice, for it is to be seen opening and refusing; every
 * plan, client, group of a client, refusal by hand, the rule for unknown clients and an audience count once. An audience is
 * looked at by a case that is refused for it, and such a case looks at nothing else of who asks; a group is looked at by a
 * case of that client with that group, a plan by a case whose client has it.
 */
public final class Coverage {
    private final AccessPolicy policy;
    private final Map<String, Boolean> points = new LinkedHashMap<>();

    Coverage(AccessPolicy policy) {
        this.policy = policy;
        policy.audience().ifPresent(audience -> points.put(audience(audience), false));
        for (Operation operation : policy.operations()) {
            points.put(allowed(operation), false);
            points.put(denied(operation), false);
        }
        policy.plans().keySet().forEach(plan -> points.put(plan(plan), false));
        policy.clients().forEach((id, rule) -> {
            points.put(client(id), false);
            rule.groups().keySet().forEach(group -> points.put(group(id, group), false));
        });
        points.put(unknownClient(), false);
        policy.breakGlass().forEach(entry -> points.put(breakGlass(entry), false));
    }

    /** Covered points of a hundred, rounded down. */
    public int percent() {
        return 100 * covered() / points.size();
    }

    public int covered() {
        return points.size() - missing().size();
    }

    public int total() {
        return points.size();
    }

    /** What no case looked at, in the order of the policy. */
    public List<String> missing() {
        List<String> missing = new ArrayList<>();
        points.forEach((point, seen) -> {
            if (!seen) {
                missing.add(point);
            }
        });
        return missing;
    }

    /** {@code GET /forecast       allowed  denied}, a line for each operation, with a dash for what no case showed. */
    public List<String> operations() {
        int width = policy.operations().stream()
                .mapToInt(operation -> operation.toString().length())
                .max()
                .orElse(0);
        return policy.operations().stream()
                .map(operation -> "%s  %-7s  %s"
                        .formatted(
                                operation
                                        + " "
                                                .repeat(width
                                                        - operation.toString().length()),
                                points.getOrDefault(allowed(operation), false) ? "allowed" : "-",
                                points.getOrDefault(denied(operation), false) ? "denied" : "-"))
                .toList();
    }

    void asked(PolicyCase row, Access access, Instant at) {
        if (access instanceof Access.WrongAudience(String expected)) {
            see(audience(expected));
            return;
        }
        if (policy.clients().containsKey(row.client())) {
            see(client(row.client()));
            row.groups().forEach(group -> see(group(row.client(), group)));
        } else if (row.tablePlan().isEmpty()) {
            see(unknownClient());
        }
        if (access instanceof Access.Granted granted) {
            see(plan(granted.plan().name()));
        }
        for (BreakGlass entry : policy.breakGlass()) {
            if (entry.inForceAt(at) && covers(entry, row)) {
                see(breakGlass(entry));
            }
        }
    }

    void answered(Operation operation, boolean isAllowed) {
        see(isAllowed ? allowed(operation) : denied(operation));
    }

    private boolean covers(BreakGlass entry, PolicyCase row) {
        return switch (entry.subject()) {
            case BreakGlass.Subject.Client(String id) -> id.equals(row.client());
            case BreakGlass.Subject.Of(Operation refused) ->
                row.deny().stream()
                        .anyMatch(request -> policy.operationOf(request.method(), request.path())
                                .filter(refused::equals)
                                .isPresent());
        };
    }

    private void see(String point) {
        points.computeIfPresent(point, (_, _) -> true);
    }

    private static String audience(String audience) {
        return "audience " + audience;
    }

    private static String allowed(Operation operation) {
        return operation + " allowed";
    }

    private static String denied(Operation operation) {
        return operation + " denied";
    }

    private static String plan(String name) {
        return "plan " + name;
    }

    private static String client(String id) {
        return "client " + id;
    }

    private static String group(String id, String group) {
        return "group " + group + " of client " + id;
    }

    private static String unknownClient() {
        return "unknown client";
    }

    private static String breakGlass(BreakGlass entry) {
        return "break glass on " + entry.name() + " until " + entry.until();
    }
}
