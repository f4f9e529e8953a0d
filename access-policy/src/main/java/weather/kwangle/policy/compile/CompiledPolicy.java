package weather.kwangle.policy.compile;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.BreakGlass;
import weather.kwangle.policy.ClientRule;
import weather.kwangle.policy.Plan;
import weather.kwangle.policy.Requirement;
import weather.kwangle.policy.json.JsonTree;

/**
 * A policy in canonical JSON: members in a fixed order, names and scopes sorted, no spaces. Two files that say the same
 * compile to the same bytes, and so to the same version. Refusals by hand keep their order, for the first one gives the
 * reason.
 */
public final class CompiledPolicy {
    /** Below what AppConfig takes of a hosted configuration (1 MB), so that the limit is found here and not at a rollout. */
    public static final int MAX_BYTES = 900_000;

    private CompiledPolicy() {}

    /**
     * Compiles a policy.
     *
     * @throws PolicyTooLargeException beyond {@value #MAX_BYTES} bytes
     */
    public static String of(AccessPolicy policy) throws PolicyTooLargeException {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("version", 1);
        tree.put("resourceServer", policy.resourceServer());
        policy.audience().ifPresent(audience -> tree.put("audience", audience));
        Map<String, Object> operations = new TreeMap<>();
        policy.operations()
                .forEach(operation -> operations.put(operation.toString(), requirement(policy.requirement(operation))));
        tree.put("operations", operations);
        Map<String, Object> plans = new TreeMap<>();
        policy.plans().forEach((name, plan) -> plans.put(name, plan(plan)));
        tree.put("plans", plans);
        Map<String, Object> clients = new TreeMap<>();
        policy.clients().forEach((id, rule) -> clients.put(id, client(rule)));
        tree.put("clients", clients);
        tree.put("unknownClient", policy.unknownClient().map(Plan::name).orElse("deny"));
        tree.put("breakGlass", breakGlass(policy.breakGlass()));
        String json = JsonTree.compact(tree);
        int bytes = json.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_BYTES) {
            throw new PolicyTooLargeException(bytes, MAX_BYTES);
        }
        return json;
    }

    private static Map<String, Object> requirement(Requirement requirement) {
        Map<String, Object> tree = new LinkedHashMap<>();
        putSome(tree, "allOf", requirement.allOf());
        putSome(tree, "anyOf", requirement.anyOf());
        return tree;
    }

    private static void putSome(Map<String, Object> tree, String name, Set<String> scopes) {
        if (!scopes.isEmpty()) {
            tree.put(name, new TreeSet<>(scopes));
        }
    }

    private static Map<String, Object> plan(Plan plan) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("rate", plan.rate());
        tree.put("burst", plan.burst());
        putPresent(tree, "day", plan.day());
        putPresent(tree, "month", plan.month());
        return tree;
    }

    private static void putPresent(Map<String, Object> tree, String name, OptionalLong permits) {
        permits.ifPresent(number -> tree.put(name, number));
    }

    private static Map<String, Object> client(ClientRule rule) {
        Map<String, Object> tree = new LinkedHashMap<>();
        tree.put("plan", rule.plan().name());
        rule.scopes().ifPresent(scopes -> tree.put("scopes", new TreeSet<>(scopes)));
        if (!rule.groups().isEmpty()) {
            Map<String, Object> groups = new TreeMap<>();
            rule.groups().forEach((group, scopes) -> groups.put(group, new TreeSet<>(scopes)));
            tree.put("groups", groups);
        }
        return tree;
    }

    private static List<Object> breakGlass(List<BreakGlass> entries) {
        List<Object> list = new ArrayList<>();
        for (BreakGlass entry : entries) {
            Map<String, Object> tree = new LinkedHashMap<>();
            switch (entry.subject()) {
                case BreakGlass.Subject.Client(String id) -> tree.put("client", id);
                case BreakGlass.Subject.Of(var operation) -> tree.put("operation", operation.toString());
            }
            tree.put("by", entry.by());
            tree.put("why", entry.why());
            tree.put("until", entry.until().toString());
            list.add(tree);
        }
        return list;
    }
}
