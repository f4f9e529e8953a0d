package weather.kwangle.policy.arbitrary;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.PolicyParseException;

/** Every kind of policy there is, small enough to ask about every token. */
public final class Policies {
    public static final List<String> SCOPES = List.of("a:x", "b:x", "c:x");
    public static final List<String> GROUPS = List.of("g1", "g2", "g3");
    public static final List<String> PLANS = List.of("p1", "p2");
    private static final List<String> OPERATIONS =
            List.of("GET /a", "POST /a", "GET /a/{id}", "GET /a/b", "GET /{x}/b", "GET /{x}/{y}");

    public static final List<String> AUDIENCES = List.of("https://a", "https://b");

    /** Of each request that some of the operations tell from others, one. */
    public static final List<String> REQUESTS =
            List.of("GET /a", "POST /a", "GET /a/q", "GET /a/b", "GET /q/b", "GET /q/q", "POST /q");

    private Policies() {}

    public static Arbitrary<AccessPolicy> any() {
        return texts().map(Policies::parse);
    }

    /** Policies as text, YAML. */
    public static Arbitrary<String> texts() {
        return Combinators.combine(
                        Arbitraries.frequency(net.jqwik.api.Tuple.of(4, "one"), net.jqwik.api.Tuple.of(1, "two")),
                        Arbitraries.of(AUDIENCES).injectNull(0.6),
                        Arbitraries.maps(Arbitraries.of(OPERATIONS), requirement())
                                .ofMinSize(1),
                        Arbitraries.of(PLANS).set().ofMinSize(1),
                        client().list().ofMaxSize(2),
                        Arbitraries.of("deny", "first"))
                .as((server, audience, operations, plans, clients, unknown) -> {
                    String plan = plans.iterator().next();
                    return """
                            version: 1
                            resourceServer: %s
                            %s
                            operations:
                            %s
                            plans:
                            %s
                            clients: {%s}
                            unknownClient: %s
                            """.formatted(
                                    server,
                                    audience == null ? "" : "audience: " + audience,
                                    operations.entrySet().stream()
                                            .map(entry -> "  " + entry.getKey() + ": " + entry.getValue())
                                            .collect(Collectors.joining("\n")),
                                    plans.stream()
                                            .map(name -> "  " + name + ": { rate: 2.5/s, burst: 3, day: 9 }")
                                            .collect(Collectors.joining("\n")),
                                    IntStream.range(0, clients.size())
                                            .mapToObj(i -> "c%d: { plan: %s%s }".formatted(i + 1, plan, clients.get(i)))
                                            .collect(Collectors.joining(", ")),
                                    unknown.equals("deny") ? "deny" : plan);
                });
    }

    private static Arbitrary<String> requirement() {
        Arbitrary<Set<String>> some = Arbitraries.of(SCOPES).set().ofMinSize(1);
        return Combinators.combine(
                        some, some, Arbitraries.of("{ allOf: %s }", "{ anyOf: %2$s }", "{ allOf: %s, anyOf: %s }"))
                .as((all, any, form) -> form.formatted(all, any));
    }

    private static Arbitrary<String> client() {
        Arbitrary<Set<String>> scopes = Arbitraries.of(SCOPES).set();
        Arbitrary<String> bound = scopes.map(set -> ", scopes: " + set);
        Arbitrary<String> groups = Combinators.combine(scopes, scopes, scopes)
                .as((first, second, third) -> ", groups: { g1: %s, g2: %s, g3: %s }".formatted(first, second, third));
        return Combinators.combine(bound.injectNull(0.2), groups.injectNull(0.3))
                .as((some, more) -> (some == null ? "" : some) + (more == null ? "" : more));
    }

    private static AccessPolicy parse(String text) {
        try {
            return AccessPolicy.parse("policy.yaml", text);
        } catch (PolicyParseException e) {
            throw new AssertionError(e.getMessage() + "\n" + text, e);
        }
    }
}
