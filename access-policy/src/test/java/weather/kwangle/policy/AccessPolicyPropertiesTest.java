package weather.kwangle.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import weather.kwangle.policy.Access.Granted;

/** What holds for every policy, token and group membership. */
class AccessPolicyPropertiesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final List<String> SCOPES = List.of("a:x", "b:x", "c:x", "d:x");
    private static final List<String> GROUPS = List.of("g1", "g2");

    @Property(seed = "20261124")
    void no_operation_is_open_without_its_scopes_in_the_token(
            @ForAll("policies") AccessPolicy policy,
            @ForAll("scopeSets") Set<String> token,
            @ForAll("groupSets") Set<String> groups) {
        Granted granted = evaluate(policy, token, groups);

        assertThat(token).containsAll(granted.effectiveScopes());
        assertThat(open(unbounded(policy, token))).containsAll(open(granted));
    }

    @Property(seed = "20261124")
    void a_further_group_never_closes_and_a_further_scope_never_closes(
            @ForAll("policies") AccessPolicy policy,
            @ForAll("scopeSets") Set<String> token,
            @ForAll("scopeSets") Set<String> moreScopes,
            @ForAll("groupSets") Set<String> groups,
            @ForAll("groupSets") Set<String> moreGroups) {
        Set<Operation> before = open(evaluate(policy, token, groups));

        assertThat(open(evaluate(policy, union(token, moreScopes), groups))).containsAll(before);
        assertThat(open(evaluate(policy, token, union(groups, moreGroups)))).containsAll(before);
    }

    @Property(seed = "20261124")
    void every_reason_is_safe_in_json(
            @ForAll("policies") AccessPolicy policy, @ForAll("scopeSets") Set<String> token, @ForAll String clientId) {
        evaluate(policy, token, Set.of())
                .operations()
                .values()
                .forEach(verdict -> assertThat(verdict.reason()).matches("[A-Za-z0-9 .,:/_-]+"));
        assertThat(new Access.UnknownClient(clientId).reason()).matches("[A-Za-z0-9 .,:/_-]+");
    }

    @Property(seed = "20261124")
    void no_text_makes_the_parser_fail_in_another_way_than_it_says(@ForAll("almostPolicies") String text) {
        try {
            AccessPolicy.parse("p", text);
        } catch (PolicyParseException e) {
            assertThat(e.getMessage()).matches("p:\\d+:\\d+: .+, expected .+");
        }
    }

    @Provide
    Arbitrary<AccessPolicy> policies() {
        Arbitrary<Set<String>> some = Arbitraries.of(SCOPES).set().ofMinSize(1);
        Arbitrary<String> requirement = Combinators.combine(
                        some, some, Arbitraries.integers().between(0, 2))
                .as((all, any, kind) -> switch (kind) {
                    case 0 -> "{ allOf: %s }".formatted(all);
                    case 1 -> "{ anyOf: %s }".formatted(any);
                    default -> "{ allOf: %s, anyOf: %s }".formatted(all, any);
                });
        Arbitrary<String> client = Combinators.combine(
                        scopeSets(), scopeSets(), scopeSets(), Arbitraries.of(true, false))
                .as((bound, first, second, bounded) -> bounded
                        ? "{ plan: p, scopes: %s, groups: { g1: %s, g2: %s } }".formatted(bound, first, second)
                        : "{ plan: p }");
        return Combinators.combine(requirement.list().ofMinSize(1).ofMaxSize(4), client)
                .as((requirements, rule) -> {
                    StringBuilder operations = new StringBuilder();
                    for (int i = 0; i < requirements.size(); i++) {
                        operations.append("  GET /o%d: %s\n".formatted(i, requirements.get(i)));
                    }
                    return PolicyTexts.parse("""
                            version: 1
                            resourceServer: max-weather
                            operations:
                            %splans: { p: { rate: 1/s, burst: 1 } }
                            clients: { c: %s }
                            unknownClient: p
                            """.formatted(operations, rule));
                });
    }

    @Provide
    Arbitrary<Set<String>> scopeSets() {
        return Arbitraries.of(SCOPES).set();
    }

    @Provide
    Arbitrary<Set<String>> groupSets() {
        return Arbitraries.of(GROUPS).set();
    }

    /** The small policy with a piece cut out and another put in. */
    @Provide
    Arbitrary<String> almostPolicies() {
        int length = PolicyTexts.SMALL.length();
        Arbitrary<String> pieces = Arbitraries.oneOf(
                Arbitraries.strings().ofMaxLength(6),
                Arbitraries.of(
                        "{", "}", "[", "]", ":", "- ", "&a ", "*a", "!!x ", "'", "\"", "\t", "? ", "|", "<<", "%",
                        "\ud800"));
        return Combinators.combine(
                        Arbitraries.integers().between(0, length),
                        Arbitraries.integers().between(0, 12),
                        pieces)
                .as((at, cut, piece) -> PolicyTexts.SMALL.substring(0, at)
                        + piece
                        + PolicyTexts.SMALL.substring(Math.min(length, at + cut)));
    }

    private static Granted evaluate(AccessPolicy policy, Set<String> token, Set<String> groups) {
        return (Granted) policy.evaluate(new Caller("c", inToken(token), groups, Optional.empty()), NOW);
    }

    private static Granted unbounded(AccessPolicy policy, Set<String> token) {
        return (Granted) policy.evaluate(new Caller("someone", inToken(token), Set.of(), Optional.empty()), NOW);
    }

    private static Set<String> inToken(Set<String> scopes) {
        return scopes.stream().map(scope -> "max-weather/" + scope).collect(Collectors.toSet());
    }

    private static Set<Operation> open(Granted granted) {
        return granted.operations().entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Verdict.Allowed)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    private static <T> Set<T> union(Set<T> one, Set<T> other) {
        Set<T> union = new HashSet<>(one);
        union.addAll(other);
        return union;
    }
}
