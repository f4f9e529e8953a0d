package weather.kwangle.policy.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.policy.Caller;
import weather.kwangle.policy.LocatedPolicy;

class ExplainerTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final String POLICY = """
            version: 1
            resourceServer: mw
            operations:
              GET /forecast: { allOf: [read:forecast] }
              POST /forecast: { allOf: [write:forecast, read:forecast] }
              GET /usage: { anyOf: [read:forecast, write:forecast] }
            plans:
              trial: { rate: 5/s, burst: 10 }
            clients:
              console: { plan: trial, scopes: [read:forecast], groups: { staff: [write:forecast] } }
              kiosk: { plan: trial, scopes: [read:forecast] }
              broken: { plan: trial, scopes: [read:forecast] }
            breakGlass:
              - { client: broken, by: ana, why: leaked, until: 2026-11-26T13:00:00Z }
            """;

    @Test
    void an_allowed_request_tells_its_rules_and_what_it_hangs_on() throws Exception {
        Explanation explanation = explain(
                new Caller(
                        "console", Set.of("mw/read:forecast", "mw/write:forecast"), Set.of("staff"), Optional.empty()),
                "POST",
                "/forecast");

        assertThat(explanation.allowed()).isTrue();
        assertThat(explanation.grounds())
                .extracting(ground ->
                        ground.place().map(place -> place.line() + " ").orElse("") + ground.sentence())
                .containsExactly(
                        "5 POST /forecast needs read:forecast and write:forecast",
                        "10 client console has plan trial and may use read:forecast, in group staff also write:forecast",
                        "the token has mw/read:forecast, mw/write:forecast and group staff;"
                                + " read:forecast, write:forecast counts");
        assertThat(explanation.changes())
                .containsExactly(
                        "a token without scope mw/read:forecast",
                        "a token without scope mw/write:forecast",
                        "a token without group staff");
    }

    @Test
    void a_scope_that_either_of_two_gives_is_not_what_it_hangs_on() throws Exception {
        Explanation explanation = explain(
                new Caller("x", Set.of("mw/read:forecast", "mw/write:forecast"), Set.of(), Optional.of("trial")),
                "GET",
                "/usage");

        assertThat(explanation.allowed()).isTrue();
        assertThat(explanation.changes()).isEmpty();
        assertThat(explanation.grounds())
                .element(1)
                .extracting(Explanation.Ground::sentence)
                .isEqualTo("client x has plan trial from the table, and no bound");
    }

    @Test
    void a_refused_request_tells_every_smallest_change_of_token_and_bound() throws Exception {
        Explanation explanation = explain(
                new Caller("console", Set.of("mw/read:forecast"), Set.of(), Optional.empty()), "POST", "/forecast");

        assertThat(explanation.reason()).isEqualTo("missing scope write:forecast");
        assertThat(explanation.changes())
                .containsExactly(
                        "a token that also has scope mw/write:forecast and group staff",
                        "write:forecast among the scopes of client console, at p.yaml:10,"
                                + " and a token that also has scope mw/write:forecast");
    }

    @Test
    void where_only_the_bound_is_in_the_way_only_the_bound_is_named() throws Exception {
        Explanation explanation = explain(
                new Caller("kiosk", Set.of("mw/read:forecast", "mw/write:forecast"), Set.of("staff"), Optional.empty()),
                "POST",
                "/forecast");

        assertThat(explanation.changes())
                .containsExactly("write:forecast among the scopes of client kiosk, at p.yaml:11");
    }

    @Test
    void of_several_scopes_that_would_do_each_is_named() throws Exception {
        Explanation explanation = explain(new Caller("x", Set.of(), Set.of(), Optional.of("trial")), "GET", "/usage");

        assertThat(explanation.changes())
                .containsExactly(
                        "a token that also has scope mw/read:forecast",
                        "a token that also has scope mw/write:forecast");
    }

    @Test
    void what_is_refused_by_hand_tells_by_whom_and_until_when_and_what_is_missing_then() throws Exception {
        Explanation explanation =
                explain(new Caller("broken", Set.of(), Set.of(), Optional.empty()), "GET", "/forecast");

        assertThat(explanation.reason()).isEqualTo("client broken is suspended until 2026-11-26T13:00:00Z");
        assertThat(explanation.grounds().getLast().sentence())
                .isEqualTo("client broken is refused until 2026-11-26T13:00:00Z, by ana: leaked");
        assertThat(explanation.changes())
                .containsExactly(
                        "the end of what is refused by hand, at 2026-11-26T13:00:00Z or when it is removed",
                        "after that also: a token that also has scope mw/read:forecast");
    }

    @Test
    void what_is_refused_by_hand_twice_ends_with_the_later() throws Exception {
        Explanation explanation = explain(
                POLICY + """
                  - { operation: GET /forecast, by: ben, why: load, until: 2026-11-26T15:00:00Z }
                  - { client: broken, by: ana, why: leaked, until: 2026-11-26T14:00:00Z }
                  - { client: kiosk, by: ana, why: leaked, until: 2026-11-26T16:00:00Z }
                """,
                new Caller("broken", Set.of("mw/read:forecast"), Set.of(), Optional.empty()),
                "GET",
                "/forecast");

        assertThat(explanation.changes())
                .containsExactly("the end of what is refused by hand, at 2026-11-26T15:00:00Z or when it is removed");
    }

    @Test
    void a_token_for_another_api_is_told_what_it_has_to_be_for_and_what_is_missing_then() throws Exception {
        Explanation explanation = explain(
                POLICY + "audience: https://api\n",
                new Caller("x", Set.of(), Set.of(), Set.of("https://other"), Optional.of("trial")),
                "GET",
                "/forecast");

        assertThat(explanation.allowed()).isFalse();
        assertThat(explanation.reason()).isEqualTo("the token is not for https://api");
        assertThat(explanation.grounds().getFirst().place().orElseThrow()).hasToString("p.yaml:15:11");
        assertThat(explanation.grounds())
                .extracting(Explanation.Ground::sentence)
                .containsExactly(
                        "a token has to be for https://api; this one is for https://other",
                        "GET /forecast needs read:forecast",
                        "client x has plan trial from the table, and no bound",
                        "the token has no scope and no group; nothing counts");
        assertThat(explanation.changes())
                .containsExactly(
                        "a token that is for https://api",
                        "after that also: a token that also has scope mw/read:forecast");
    }

    @Test
    void a_token_that_is_for_nothing_is_told_so_and_one_for_the_api_hangs_on_it() throws Exception {
        String policy = POLICY + "audience: https://api\n";
        Caller caller = new Caller("x", Set.of("mw/read:forecast"), Set.of(), Optional.of("trial"));

        Explanation refused = explain(policy, caller, "GET", "/usage");
        Explanation allowed = explain(policy, caller.alsoFor(Optional.of("https://api")), "GET", "/usage");

        assertThat(refused.grounds().getFirst().sentence())
                .isEqualTo("a token has to be for https://api; this one is for no audience");
        assertThat(refused.changes()).containsExactly("a token that is for https://api");
        assertThat(allowed.allowed()).isTrue();
        assertThat(allowed.grounds().getFirst().sentence())
                .isEqualTo("a token has to be for https://api; this one is for https://api");
        assertThat(allowed.changes())
                .containsExactly("a token without scope mw/read:forecast", "a token that is not for https://api");
    }

    @Test
    void what_an_operation_needs_and_what_a_client_has_are_told_in_words() throws Exception {
        String policy = POLICY.replace(
                        "plans:",
                        "  GET /one: { anyOf: [read:one] }\n"
                                + "  GET /both: { allOf: [read:one, read:two], anyOf: [a:b, c:d] }\nplans:")
                .replace("clients:", "clients:\n  free: { plan: trial }");
        Caller free = new Caller("free", Set.of(), Set.of(), Optional.empty());

        assertThat(explain(policy, free, "GET", "/one").grounds())
                .extracting(Explanation.Ground::sentence)
                .containsExactly(
                        "GET /one needs read:one",
                        "client free has plan trial and no bound",
                        "the token has no scope and no group; nothing counts");
        assertThat(explain(policy, free, "GET", "/both").grounds().getFirst().sentence())
                .isEqualTo("GET /both needs read:one and read:two, and one of a:b, c:d");
        assertThat(explain(policy, free, "GET", "/usage").grounds().getFirst().sentence())
                .isEqualTo("GET /usage needs one of read:forecast, write:forecast");
    }

    @Test
    void of_changes_only_the_smallest_are_told_and_none_where_scopes_are_enough() throws Exception {
        String policy = POLICY.replace("plans:", "  GET /both: { allOf: [s:x], anyOf: [a:x, b:x] }\nplans:");

        assertThat(explain(policy, new Caller("x", Set.of("mw/a:x"), Set.of(), Optional.of("trial")), "GET", "/both")
                        .changes())
                .containsExactly("a token that also has scope mw/s:x");
        assertThat(explain(
                                new Caller("broken", Set.of("mw/read:forecast"), Set.of(), Optional.empty()),
                                "GET",
                                "/usage")
                        .changes())
                .containsExactly("the end of what is refused by hand, at 2026-11-26T13:00:00Z or when it is removed");
    }

    @Test
    void a_wider_bound_has_only_what_the_caller_s_groups_do_not_give() throws Exception {
        String policy = POLICY.replace("plans:", "  GET /all: { allOf: [read:forecast, write:forecast, a:x] }\nplans:");

        assertThat(explain(
                                policy,
                                new Caller(
                                        "console",
                                        Set.of("mw/read:forecast", "mw/write:forecast", "mw/a:x"),
                                        Set.of("staff"),
                                        Optional.empty()),
                                "GET",
                                "/all")
                        .changes())
                .containsExactly("a:x among the scopes of client console, at p.yaml:11");
    }

    @Test
    void a_client_that_is_unknown_needs_a_registration_and_one_of_an_unknown_plan_another() throws Exception {
        assertThat(explain(new Caller("x", Set.of(), Set.of(), Optional.empty()), "GET", "/forecast"))
                .returns("client x is not registered for this API", Explanation::reason)
                .satisfies(unknown -> assertThat(unknown.changes())
                        .containsExactly(
                                "a registration of the client with a plan in the table, or an entry under clients"));
        assertThat(explain(new Caller("x", Set.of(), Set.of(), Optional.of("gold")), "GET", "/forecast")
                        .changes())
                .containsExactly("another plan in the table: one of trial");
    }

    @Test
    void a_request_that_is_no_operation_is_told_which_are_near() throws Exception {
        Caller caller = new Caller("x", Set.of(), Set.of(), Optional.of("trial"));

        assertThat(explain(caller, "DELETE", "/forecast").changes())
                .containsExactly("another request: there is GET /forecast, POST /forecast");
        assertThat(explain(caller, "GET", "/usage/").changes()).containsExactly("another request: there is GET /usage");
        assertThat(explain(caller, "GET", "/api/v1/usage").changes())
                .containsExactly("another request: there is GET /usage");
        assertThat(explain(caller, "GET", "/forecast?location=a/usage").changes())
                .containsExactly("another request: there is GET /forecast, POST /forecast");
        assertThat(explain(caller, "GET", "usage//#x").changes())
                .containsExactly("another request: there is GET /usage");
        assertThat(explain(caller, "GET", "/").changes())
                .containsExactly("an operation for it in the policy and in the API");
        assertThat(explain(caller, "GET", "/nothing").changes())
                .containsExactly("an operation for it in the policy and in the API");
    }

    @Test
    void claims_are_read_from_a_token_and_from_text() throws Exception {
        String claims = """
                {"sub":"s","client_id":"acme","scope":"mw/read:forecast openid","cognito:groups":["staff"],"exp":1}""";

        TokenClaims expected = new TokenClaims("acme", Set.of("mw/read:forecast", "openid"), Set.of("staff"), Set.of());
        assertThat(TokenClaims.parse("c", claims)).isEqualTo(expected);
        assertThat(TokenClaims.ofToken("Bearer " + token(claims) + "\n")).isEqualTo(expected);
        assertThat(TokenClaims.parse("c", "{ client_id: acme, scope: ' a  b ' }")
                        .scopes())
                .containsExactly("a", "b");
        assertThat(TokenClaims.parse("c", "{ client_id: acme, aud: https://a }").audiences())
                .containsExactly("https://a");
        assertThat(TokenClaims.parse("c", "{ client_id: acme, aud: [b, https://a] }")
                        .audiences())
                .containsExactlyInAnyOrder("https://a", "b");
        assertThatThrownBy(() -> TokenClaims.parse("c", "{ client_id: acme, aud: [1] }"))
                .hasMessage("c:1:26: an item of aud is the number 1, expected an audience, or a list of them");
        assertThatThrownBy(() -> TokenClaims.parse("c", "{\"client_id\": acme, \"scope\": \"a \\u001b[31m\"}"))
                .hasMessage("c:1:30: scope is 'a  [31m', expected scopes with spaces between them");
        assertThatThrownBy(() -> TokenClaims.parse("c", "{\"client_id\": \"a\\u009b31m\"}"))
                .hasMessage("c:1:15: client_id is 'a 31m', expected the id of a client");
        assertThatThrownBy(() -> TokenClaims.parse("c", "scope: a"))
                .hasMessage(
                        "c:1:1: 'client_id' is missing, expected the id of the client that the token was issued to");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secretsecret",
                "a.secretsecret.c",
                "a.c2VjcmV0c2VjcmV0.c",
                "a.eyJjbGllbnRfaWQiOnNlY3JldHNlY3JldA.c"
            })
    void no_message_quotes_a_token(String token) {
        assertThatThrownBy(() -> TokenClaims.ofToken(token))
                .isInstanceOf(TokenException.class)
                .hasMessageNotContainingAny("secret", "c2Vj");
    }

    @Test
    void a_token_has_at_most_16384_characters() throws Exception {
        String token = token("{\"client_id\":\"acme\"}");
        String longest = token + "s".repeat(16 * 1024 - token.length());

        assertThat(TokenClaims.ofToken(longest + "\n").clientId()).isEqualTo("acme");
        assertThatThrownBy(() -> TokenClaims.ofToken(longest + "s")).isInstanceOf(TokenException.class);
    }

    private static String token(String claims) {
        return "header."
                + Base64.getUrlEncoder().withoutPadding().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + ".signature";
    }

    private static Explanation explain(Caller caller, String method, String path) throws Exception {
        return explain(POLICY, caller, method, path);
    }

    private static Explanation explain(String policy, Caller caller, String method, String path) throws Exception {
        return Explainer.explain(LocatedPolicy.parse("p.yaml", policy), caller, method, path, NOW);
    }
}
