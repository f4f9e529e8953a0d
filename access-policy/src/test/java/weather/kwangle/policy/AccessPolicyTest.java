package weather.kwangle.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weather.kwangle.policy.Access.Granted;
import weather.kwangle.policy.Access.PlanSource;

class AccessPolicyTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String TEMPLATES = """
            version: 1
            resourceServer: max-weather
            operations:
              GET /alerts/{id}: { allOf: [read:alerts] }
              GET /alerts/latest: { allOf: [read:alerts] }
              GET /{any}/today/log: { allOf: [audit:alerts] }
              GET /alerts/{id}/log: { allOf: [audit:alerts] }
              GET /both: { allOf: [read:alerts], anyOf: [audit:alerts, write:alerts] }
            plans:
              trial: { rate: 1/s, burst: 1 }
            unknownClient: trial
            """;

    @ParameterizedTest(name = "{0} of groups {1} with {2} may {3}")
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
            acme-weather     |             | max-weather/read:forecast                            | GET /forecast, GET /current, GET /places, GET /usage
            acme-weather     |             | max-weather/read:forecast max-weather/write:forecast | GET /forecast, GET /current, GET /places, GET /usage
            acme-weather     |             | max-weather/write:forecast                           | ''
            acme-weather     | forecasters | max-weather/read:forecast max-weather/write:forecast | GET /forecast, GET /current, GET /places, GET /usage
            internal-console |             | max-weather/read:forecast max-weather/write:forecast | GET /forecast, GET /current, GET /places, GET /usage
            internal-console | forecasters | max-weather/read:forecast max-weather/write:forecast | GET /forecast, GET /current, GET /places, GET /usage, POST /forecast
            internal-console | forecasters | max-weather/read:forecast                            | GET /forecast, GET /current, GET /places, GET /usage
            internal-console | Forecasters | max-weather/read:forecast max-weather/write:forecast | GET /forecast, GET /current, GET /places, GET /usage
            table-client     |             | max-weather/write:forecast                           | POST /forecast, GET /usage
            table-client     | forecasters | max-weather/read:forecast                            | GET /forecast, GET /current, GET /places, GET /usage
            table-client     |             | ''                                                   | ''
            table-client     |             | read:forecast                                        | ''
            table-client     |             | max-weather//read:forecast                           | ''
            table-client     |             | evil/max-weather/read:forecast                       | ''
            table-client     |             | max-weather/READ:forecast                            | ''
            table-client     |             | max-weather-2/read:forecast                          | ''
            """)
    void scopes_of_the_token_within_the_bound_open_operations(
            String client, String groups, String scopes, String allowed) {
        AccessPolicy policy = PolicyTexts.parse(PolicyTexts.shipped());
        Optional<String> plan = client.equals("table-client") ? Optional.of("trial") : Optional.empty();

        Granted granted = (Granted) policy.evaluate(new Caller(client, words(scopes), words(groups), plan), NOW);

        assertThat(granted.operations()).containsOnlyKeys(policy.operations());
        assertThat(allowed(granted)).containsExactlyInAnyOrderElementsOf(list(allowed));
    }

    @Test
    void a_client_without_a_bound_has_every_scope_of_its_token_that_the_policy_knows() {
        AccessPolicy policy = PolicyTexts.parse(
                TEMPLATES.replace("unknownClient:", "clients:\n  free: { plan: trial }\nunknownClient:"));
        Caller free = new Caller(
                "free", Set.of("max-weather/read:alerts", "max-weather/other:alerts"), Set.of(), Optional.empty());

        assertThat(policy.evaluate(free, NOW))
                .isInstanceOfSatisfying(
                        Granted.class,
                        granted -> assertThat(granted.effectiveScopes()).containsExactly("read:alerts"));
    }

    @Test
    void the_policy_s_plan_wins_over_the_table_s_and_the_table_s_over_the_one_for_unknown_clients() {
        AccessPolicy policy =
                PolicyTexts.parse(PolicyTexts.shipped().replace("unknownClient: deny", "unknownClient: trial"));

        assertThat(granted(policy, "acme-weather", Optional.of("internal")))
                .returns("partner", granted -> granted.plan().name())
                .returns(PlanSource.POLICY, Granted::planSource);
        assertThat(granted(policy, "someone", Optional.of("internal")))
                .returns("internal", granted -> granted.plan().name())
                .returns(PlanSource.TABLE, Granted::planSource);
        assertThat(granted(policy, "someone", Optional.empty()))
                .returns("trial", granted -> granted.plan().name())
                .returns(PlanSource.UNKNOWN_CLIENT, Granted::planSource);
    }

    @ParameterizedTest(name = "a token for {0} is let in: {1}")
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
            https://api.kwangle.weather                    | true
            https://other https://api.kwangle.weather      | true
            ''                                             | false
            https://other                                  | false
            https://api.kwangle.weather/                   | false
            https://api.kwangle.weather.evil.example       | false
            https://api.kwangle                            | false
            HTTPS://API.KWANGLE.WEATHER                    | false
            http://api.kwangle.weather                     | false
            """)
    void a_token_has_to_be_for_the_audience_that_the_policy_asks_for(String audiences, boolean letIn) {
        AccessPolicy policy = PolicyTexts.parse(PolicyTexts.SMALL + "audience: https://api.kwangle.weather\n");
        Caller caller =
                new Caller("acme", Set.of("max-weather/read:forecast"), Set.of(), words(audiences), Optional.empty());

        if (letIn) {
            assertThat(allowed((Granted) policy.evaluate(caller, NOW))).containsExactly("GET /forecast");
        } else {
            assertThat(policy.evaluate(caller, NOW)).isEqualTo(new Access.WrongAudience("https://api.kwangle.weather"));
        }
        assertThat(allowed((Granted) PolicyTexts.parse(PolicyTexts.SMALL).evaluate(caller, NOW)))
                .containsExactly("GET /forecast");
    }

    @Test
    void the_audience_is_asked_before_who_the_client_is() {
        AccessPolicy policy = PolicyTexts.parse(PolicyTexts.SMALL + "audience: urn:api?a\n");
        Caller stranger = new Caller("stranger", Set.of(), Set.of(), Optional.empty());

        assertThat(policy.evaluate(stranger, NOW))
                .isInstanceOfSatisfying(
                        Access.WrongAudience.class,
                        wrong -> assertThat(wrong.reason()).isEqualTo("the token is not for urn:api_a"));
        assertThat(policy.evaluate(stranger.alsoFor(policy.audience()), NOW))
                .isEqualTo(new Access.UnknownClient("stranger"));
    }

    @Test
    void an_unknown_client_is_refused_by_name() {
        Access access = PolicyTexts.parse(PolicyTexts.shipped())
                .evaluate(new Caller("stranger", Set.of("max-weather/read:forecast"), Set.of(), Optional.empty()), NOW);

        assertThat(access).isEqualTo(new Access.UnknownClient("stranger"));
        assertThat(new Access.UnknownClient("a\"b\\").reason()).isEqualTo("client a_b_ is not registered for this API");
    }

    @Test
    void a_plan_of_the_table_that_the_policy_lacks_is_refused() {
        Access access = PolicyTexts.parse(PolicyTexts.shipped())
                .evaluate(new Caller("someone", Set.of(), Set.of(), Optional.of("gold")), NOW);

        assertThat(access).isEqualTo(new Access.UnknownPlan("someone", "gold"));
    }

    @Test
    void a_refusal_names_the_missing_scopes() {
        AccessPolicy policy = PolicyTexts.parse(TEMPLATES);

        assertThat(reason(policy, "max-weather/write:alerts", "GET /alerts/{id}"))
                .isEqualTo("missing scope read:alerts");
        assertThat(reason(policy, "", "GET /both"))
                .isEqualTo("missing scope read:alerts, and missing one of the scopes audit:alerts, write:alerts");
        assertThat(reason(policy, "max-weather/read:alerts", "GET /both"))
                .isEqualTo("missing one of the scopes audit:alerts, write:alerts");
        assertThat(reason(policy, "max-weather/read:alerts max-weather/write:alerts", "GET /both"))
                .isEqualTo("allowed");
    }

    @Test
    void a_refusal_says_when_the_token_has_the_scope_but_the_client_may_not_use_it() {
        Granted granted = (Granted) PolicyTexts.parse(PolicyTexts.shipped())
                .evaluate(
                        new Caller("acme-weather", Set.of("max-weather/write:forecast"), Set.of(), Optional.empty()),
                        NOW);

        assertThat(granted.verdict(Operation.parse("POST /forecast")).reason())
                .isEqualTo("missing scope write:forecast: "
                        + "the token has write:forecast, which this client may not use");
    }

    @Test
    void broken_glass_refuses_until_its_time_and_then_no_more() {
        AccessPolicy policy = PolicyTexts.parse(PolicyTexts.SMALL.replace("breakGlass: []", """
                breakGlass:
                  - { client: acme, by: alice, why: "leaked (see #4)", until: 2026-11-23T12:00:00+00:00 }
                  - { operation: POST /forecast, by: bob, why: overload, until: 2026-11-23T13:00:00+01:00 }
                """));
        Caller acme = new Caller("acme", Set.of("max-weather/read:forecast"), Set.of(), Optional.empty());
        Caller other = new Caller(
                "other",
                Set.of("max-weather/read:forecast", "max-weather/write:forecast"),
                Set.of(),
                Optional.of("trial"));

        assertThat(((Granted) policy.evaluate(acme, NOW.minusMillis(1))).verdict(Operation.parse("GET /forecast")))
                .isEqualTo(new Verdict.BrokenGlass("client acme", "alice", "leaked (see #4)", NOW))
                .returns("client acme is suspended until 2026-11-23T12:00:00Z", Verdict::reason);
        assertThat(allowed((Granted) policy.evaluate(other, NOW.minusMillis(1))))
                .containsExactly("GET /forecast");
        assertThat(allowed((Granted) policy.evaluate(acme, NOW))).containsExactly("GET /forecast");
        assertThat(allowed((Granted) policy.evaluate(other, NOW)))
                .containsExactlyInAnyOrder("GET /forecast", "POST /forecast");
    }

    @ParameterizedTest(name = "{0} {1} asks for {2}")
    @CsvSource(delimiter = '|', nullValues = "nothing", textBlock = """
            GET     | /alerts/7          | GET /alerts/{id}
            GET     | /alerts/latest     | GET /alerts/latest
            GET     | /alerts/latest/log | GET /alerts/{id}/log
            GET     | /alerts/today/log  | GET /alerts/{id}/log
            GET     | /news/today/log    | GET /{any}/today/log
            GET     | /alerts/           | nothing
            GET     | /alerts            | nothing
            GET     | //alerts/7         | nothing
            GET     | /alerts//log       | nothing
            GET     | /alerts/7/         | nothing
            GET     | alerts/7           | nothing
            GET     | /Alerts/7          | nothing
            POST    | /alerts/7          | nothing
            get     | /both              | nothing
            HEAD    | /both              | nothing
            OPTIONS | /both              | nothing
            """)
    void a_path_asks_for_one_operation_or_none(String method, String path, String operation) {
        assertThat(PolicyTexts.parse(TEMPLATES).operationOf(method, path).map(Operation::toString))
                .isEqualTo(Optional.ofNullable(operation));
    }

    @Test
    void only_scopes_that_the_policy_knows_count() {
        Granted granted = (Granted) PolicyTexts.parse(TEMPLATES)
                .evaluate(
                        new Caller(
                                "any",
                                words("max-weather/read:alerts max-weather/x:y openid"),
                                Set.of(),
                                Optional.empty()),
                        NOW);

        assertThat(granted.effectiveScopes()).containsExactly("read:alerts");
    }

    private static String reason(AccessPolicy policy, String scopes, String operation) {
        return ((Granted) policy.evaluate(new Caller("any", words(scopes), Set.of(), Optional.empty()), NOW))
                .verdict(Operation.parse(operation))
                .reason();
    }

    private static Granted granted(AccessPolicy policy, String client, Optional<String> tablePlan) {
        return (Granted) policy.evaluate(new Caller(client, Set.of(), Set.of(), tablePlan), NOW);
    }

    static List<String> allowed(Granted granted) {
        return granted.operations().entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Verdict.Allowed)
                .map(entry -> entry.getKey().toString())
                .toList();
    }

    private static Set<String> words(String spaced) {
        return spaced == null || spaced.isEmpty()
                ? Set.of()
                : Arrays.stream(spaced.split(" ")).collect(Collectors.toSet());
    }

    private static List<String> list(String commas) {
        return commas.isEmpty() ? List.of() : List.of(commas.split(", "));
    }
}
