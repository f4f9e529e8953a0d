package weather.kwangle.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Instant;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weather.kwangle.policy.Access.Granted;
import weather.kwangle.policy.arbitrary.Policies;

class BreakGlassListTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final String LIST = """
            version: 1
            breakGlass:
              - { client: acme, by: ana, why: leaked secret, until: 2026-12-01T00:00:00Z }
              - { operation: POST /batch, by: bob, why: overload, until: 2026-11-27T00:00:00Z }
            """;

    @Test
    void it_is_read_from_yaml_and_json_and_has_a_version_of_its_own() throws Exception {
        BreakGlassList list = BreakGlassList.parse("list.yaml", LIST);

        assertThat(list.version()).matches("bg1-[0-9a-f]{12}");
        assertThat(list.entries()).extracting(BreakGlass::name).containsExactly("client acme", "operation POST /batch");
        assertThat(list.inForceAt(Instant.parse("2026-11-27T00:00:00Z")))
                .extracting(BreakGlass::by)
                .containsExactly("ana");
        assertThat(BreakGlassList.parse("list.json", """
                {"version": 1, "breakGlass": []}""").entries()).isEmpty();
    }

    @ParameterizedTest(name = "{0} -> {1} gives {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            version: 1 | version: 2 | 1:10: version is '2', expected 1
            version: 1 | # | 2:1: 'version' is missing in the break-glass list, expected version: 1
            breakGlass: | operations: | 2:1: unknown member 'operations' in the break-glass list, expected one of version, breakGlass
            POST /batch | POST batch | 4:18: operation 'POST batch', expected a method (GET, POST, PUT, PATCH or DELETE), one space and a path, such as GET /forecast or GET /alerts/{id}
            client: acme, | "" | 3:5: nothing is refused, expected client or operation, one of them
            2026-12-01T00:00:00Z | soon | 3:57: until is 'soon', expected a time with its offset (RFC 3339), such as 2026-12-01T00:00:00Z
            """)
    void a_mistake_is_refused_where_it_stands(String part, String replacement, String message) {
        String text = LIST.replace(part, replacement);

        assertThat(text).isNotEqualTo(LIST);
        assertThat(refusal(text)).isEqualTo("list.yaml:" + message);
    }

    @Test
    void an_empty_file_is_refused_for_whoever_truncates_it_does_not_mean_to_end_a_refusal() {
        assertThat(refusal("")).isEqualTo("list.yaml:1:1: the file is empty, expected a break-glass list");
        assertThat(refusal("version: 1\n"))
                .isEqualTo("list.yaml:1:1: 'breakGlass' is missing in the break-glass list, "
                        + "expected a list, [] if nothing is refused");
    }

    private static String refusal(String text) {
        return catchThrowableOfType(PolicyParseException.class, () -> BreakGlassList.parse("list.yaml", text))
                .getMessage();
    }

    @Property(seed = "20261127")
    void laid_over_a_policy_it_refuses_what_it_covers_and_changes_nothing_else(
            @ForAll("policies") AccessPolicy policy, @ForAll("entries") List<BreakGlass> entries) {
        AccessPolicy overlaid = policy.withBreakGlass(new BreakGlassList("bg1-0", entries), NOW);

        for (Caller caller : callers()) {
            Access plain = policy.evaluate(caller, NOW);
            Access laid = overlaid.evaluate(caller, NOW);
            if (plain instanceof Granted before && laid instanceof Granted after) {
                assertThat(after.plan()).isEqualTo(before.plan());
                assertThat(after.effectiveScopes()).isEqualTo(before.effectiveScopes());
                assertThat(after.operations().keySet())
                        .isEqualTo(before.operations().keySet());
                after.operations().forEach((operation, verdict) -> {
                    if (isCovered(entries, caller, operation)) {
                        assertThat(verdict).isInstanceOf(Verdict.BrokenGlass.class);
                    } else {
                        assertThat(verdict).isEqualTo(before.verdict(operation));
                    }
                });
            } else {
                assertThat(laid).isEqualTo(plain);
            }
        }
    }

    @Property(seed = "20261127")
    void the_version_tells_whether_anything_is_laid_over(
            @ForAll("policies") AccessPolicy policy, @ForAll("entries") List<BreakGlass> entries) {
        AccessPolicy overlaid = policy.withBreakGlass(new BreakGlassList("bg1-0", entries), NOW);

        if (entries.stream().anyMatch(entry -> entry.inForceAt(NOW))) {
            assertThat(overlaid.version()).isEqualTo(policy.version() + "+bg1-0");
        } else {
            assertThat(overlaid).isSameAs(policy);
        }
    }

    @Property(seed = "20261127")
    void a_verdict_for_one_operation_is_the_one_among_all(
            @ForAll("policies") AccessPolicy policy, @ForAll("entries") List<BreakGlass> entries) {
        AccessPolicy overlaid = policy.withBreakGlass(new BreakGlassList("bg1-0", entries), NOW);

        for (Caller caller : callers()) {
            Access all = overlaid.evaluate(caller, NOW);
            for (Operation operation : overlaid.operations()) {
                Access one = overlaid.evaluate(caller, operation, NOW);
                assertThat(one)
                        .isEqualTo(
                                all instanceof Granted(var plan, var source, var effective, var operations)
                                        ? new Granted(
                                                plan,
                                                source,
                                                effective,
                                                operations.entrySet().stream()
                                                        .filter(entry ->
                                                                entry.getKey().equals(operation))
                                                        .collect(Collectors.toMap(
                                                                Map.Entry::getKey, Map.Entry::getValue)))
                                        : all);
            }
        }
    }

    @Provide
    Arbitrary<AccessPolicy> policies() {
        return Policies.any();
    }

    @Provide
    Arbitrary<List<BreakGlass>> entries() {
        Arbitrary<BreakGlass.Subject> subjects = Arbitraries.oneOf(
                Arbitraries.of("c1", "c2", "stranger").map(BreakGlass.Subject.Client::new),
                Arbitraries.of("GET /a", "POST /a", "GET /{x}/b", "GET /nowhere")
                        .map(Operation::parse)
                        .map(BreakGlass.Subject.Of::new));
        return Combinators.combine(subjects, Arbitraries.integers().between(-1, 1))
                .as((subject, seconds) -> new BreakGlass(subject, "ana", "why", NOW.plusSeconds(seconds)))
                .list()
                .ofMaxSize(3);
    }

    private static List<Caller> callers() {
        Set<String> every =
                Policies.SCOPES.stream().map(scope -> "one/" + scope).collect(Collectors.toSet());
        return List.of(
                new Caller("c1", every, Set.of(), Optional.empty()),
                new Caller("c2", Set.of("two/a:x"), Set.of("g1"), Optional.empty()),
                new Caller("stranger", every, Set.of(), Optional.empty()),
                new Caller("tables", every, Set.of(), Optional.of("p1")));
    }

    private static boolean isCovered(List<BreakGlass> entries, Caller caller, Operation operation) {
        return entries.stream().anyMatch(entry -> entry.inForceAt(NOW) && entry.covers(caller.clientId(), operation));
    }
}
