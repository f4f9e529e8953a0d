package weather.kwangle.policy.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weather.kwangle.policy.LocatedPolicy;

class CaseRunTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final String POLICY = """
            version: 1
            resourceServer: max-weather
            operations:
              GET /alerts/{id}: { allOf: [read:alerts] }
              POST /alerts: { allOf: [write:alerts] }
            plans:
              trial: { rate: 5/s, burst: 10 }
              spare: { rate: 5/s, burst: 10 }
            clients:
              acme: { plan: trial, scopes: [read:alerts], groups: { staff: [write:alerts] } }
            breakGlass:
              - { client: acme, by: ana, why: leak, until: 2026-11-26T13:00:00Z }
            """;

    private static final String ON_CLIENT = "break glass on client acme until 2026-11-26T13:00:00Z";
    private static final String ON_OPERATION = "break glass on operation POST /alerts until 2026-11-26T13:00:00Z";

    @Test
    void the_shipped_cases_hold_and_look_at_all_of_the_shipped_policy() throws Exception {
        CaseRun run = CaseRun.of(
                LocatedPolicy.parse("access-policy.yaml", Files.readString(Path.of("policy", "access-policy.yaml"))),
                List.of(CaseFile.parse("cases.yaml", Files.readString(Path.of("policy", "access-policy.cases.yaml")))),
                NOW);

        assertThat(run.results()).flatExtracting(CaseResult::failures).isEmpty();
        assertThat(run.coverage().missing()).isEmpty();
    }

    @Test
    void a_case_that_holds_has_no_failures() throws Exception {
        CaseRun run = run("""
                  - { name: acme reads, client: acme, scopes: [read:alerts], at: 2026-11-26T13:00:00Z, plan: trial,
                      allow: [GET /alerts/7], deny: [POST /alerts, GET /alerts/7/log] }
                """);

        assertThat(run.passed()).isTrue();
        assertThat(run.results()).containsExactly(new CaseResult("acme reads", 4, List.of()));
    }

    @Test
    void what_does_not_hold_is_told_with_its_place_the_reason_and_the_rule() throws Exception {
        CaseRun run = run("""
                  - { name: wrong, client: acme, scopes: [read:alerts], at: 2026-11-26T13:00:00Z, plan: spare,
                      allow: [POST /alerts, GET /nothing], deny: [GET /alerts/7] }
                  - { name: broken, client: acme, allow: [GET /alerts/7] }
                  - { name: why, client: nobody, plan: trial, deny: [GET /alerts/7], reason: missing scope }
                """);

        assertThat(run.passed()).isFalse();
        assertThat(run.results())
                .flatExtracting(CaseResult::failures)
                .extracting(Object::toString)
                .containsExactly(
                        "cases.yaml:3:5: expected plan spare, got trial",
                        "cases.yaml:4:15: POST /alerts expected to be allowed, denied: missing scope write:alerts,"
                                + " see policy.yaml:5",
                        "cases.yaml:4:29: GET /nothing expected to be allowed, denied: the policy has no operation of"
                                + " this method and path",
                        "cases.yaml:4:51: GET /alerts/7 expected to be denied, allowed, see policy.yaml:4",
                        "cases.yaml:5:43: GET /alerts/7 expected to be allowed, denied: client acme is suspended until"
                                + " 2026-11-26T13:00:00Z, see policy.yaml:4",
                        "cases.yaml:6:5: expected plan trial, got none, for client nobody is not registered for this API",
                        "cases.yaml:6:54: GET /alerts/7 expected a reason with 'missing scope', got 'client nobody is not"
                                + " registered for this API', see policy.yaml:4");
    }

    @Test
    void coverage_counts_what_cases_looked_at() throws Exception {
        CaseRun run = run("""
                  - { name: a, client: acme, groups: [staff], at: 2026-11-26T13:00:00Z, scopes: [read:alerts],
                      allow: [GET /alerts/7] }
                """);

        assertThat(run.coverage().missing())
                .containsExactly(
                        "GET /alerts/{id} denied",
                        "POST /alerts allowed",
                        "POST /alerts denied",
                        "plan spare",
                        "unknown client",
                        "break glass on client acme until 2026-11-26T13:00:00Z");
        assertThat(run.coverage().covered()).isEqualTo(4);
        assertThat(run.coverage().total()).isEqualTo(10);
        assertThat(run.coverage().percent()).isEqualTo(40);
        assertThat(run.coverage().operations())
                .containsExactly("GET /alerts/{id}  allowed  -", "POST /alerts      -        -");
    }

    @Test
    void what_is_refused_by_hand_is_looked_at_by_a_case_that_it_refuses() throws Exception {
        String policy = POLICY + "  - { operation: POST /alerts, by: ana, why: load, until: 2026-11-26T13:00:00Z }\n";

        assertThat(missing(policy, "client: x, table: trial, at: 2026-11-26T12:59:59Z, deny: [GET /alerts/7]"))
                .contains(ON_CLIENT, ON_OPERATION);
        assertThat(missing(policy, "client: acme, at: 2026-11-26T12:59:59Z, deny: [GET /alerts/7]"))
                .contains(ON_OPERATION)
                .doesNotContain(ON_CLIENT);
        assertThat(missing(policy, "client: x, table: trial, at: 2026-11-26T12:59:59Z, deny: [GET /a, POST /alerts]"))
                .contains(ON_CLIENT)
                .doesNotContain(ON_OPERATION);
        assertThat(missing(policy, "client: acme, at: 2026-11-26T13:00:00Z, deny: [POST /alerts]"))
                .contains(ON_CLIENT, ON_OPERATION);
    }

    private static List<String> missing(String policy, String row) throws Exception {
        return CaseRun.of(
                        LocatedPolicy.parse("policy.yaml", policy),
                        List.of(CaseFile.parse("cases.yaml", "version: 1\ncases: [{ name: a, " + row + " }]\n")),
                        NOW)
                .coverage()
                .missing();
    }

    @Test
    void who_asks_is_looked_at_as_who_it_is() throws Exception {
        assertThat(missing(POLICY, "client: acme, groups: [staff, other], deny: [GET /a]"))
                .contains("unknown client")
                .doesNotContain("client acme", "group staff of client acme");
        assertThat(missing(POLICY, "client: acme, deny: [GET /a]")).contains("group staff of client acme");
        assertThat(missing(POLICY, "client: x, table: spare, groups: [staff], deny: [GET /a]"))
                .contains("client acme", "group staff of client acme", "unknown client", "plan trial")
                .doesNotContain("plan spare");
        assertThat(missing(POLICY, "client: x, deny: [GET /a]"))
                .contains("client acme", "plan trial")
                .doesNotContain("unknown client");
    }

    /** Taken for a short name it would match nothing, and whatever is denied would hold. */
    @Test
    void a_scope_may_be_written_as_tokens_have_it() throws Exception {
        CaseRun run = run("""
                  - { name: a, client: x, table: trial, scopes: [max-weather/read:alerts], allow: [GET /alerts/7] }
                  - { name: b, client: x, table: trial, scopes: [other/read:alerts], deny: [GET /alerts/7] }
                """);

        assertThat(run.results()).flatExtracting(CaseResult::failures).isEmpty();
    }

    @Test
    void tokens_are_for_what_the_row_says_or_else_for_what_the_file_says() throws Exception {
        CaseRun run = CaseRun.of(
                LocatedPolicy.parse("policy.yaml", POLICY + "audience: https://api\n"),
                List.of(CaseFile.parse("cases.yaml", """
                        version: 1
                        aud: https://api
                        cases:
                          - { name: as usual, client: x, table: trial, scopes: [read:alerts], allow: [GET /alerts/7] }
                          - { name: for two, client: x, table: trial, scopes: [read:alerts], aud: [b, https://api],
                              allow: [GET /alerts/7] }
                          - { name: for another, client: acme, scopes: [read:alerts], aud: https://other,
                              deny: [GET /alerts/7], reason: the token is not for https://api }
                        """)),
                NOW);

        assertThat(run.results()).flatExtracting(CaseResult::failures).isEmpty();
        assertThat(run.coverage().missing())
                .contains("client acme")
                .doesNotContain("audience https://api", "plan trial");
    }

    @Test
    void a_policy_s_audience_counts_only_if_a_case_is_refused_for_it() throws Exception {
        CaseRun run = CaseRun.of(
                LocatedPolicy.parse("policy.yaml", POLICY + "audience: https://api\n"),
                List.of(CaseFile.parse("cases.yaml", """
                        version: 1
                        cases:
                          - { name: a, client: x, table: trial, scopes: [read:alerts], aud: https://api,
                              allow: [GET /alerts/7] }
                        """)),
                NOW);

        assertThat(run.passed()).isTrue();
        assertThat(run.coverage().missing()).contains("audience https://api");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            "- { name: a, client: b }" | 3:5: the case expects nothing, expected allow or deny with at least one request, such as GET /forecast
            "- { client: b, deny: [GET /a] }" | 3:5: 'name' is missing in an item of cases, expected what the case shows
            "- { name: a, client: b, deny: [GET a] }" | 3:34: an item of deny is 'GET a', expected a method and a path, such as GET /forecast
            "- { name: a, client: b, at: noon, deny: [GET /a] }" | 3:31: at is 'noon', expected a time with its offset (RFC 3339), such as 2026-12-01T00:00:00Z
            "- { name: a, client: b, scopes: x, deny: [GET /a] }" | 3:35: scopes is 'x', expected a list of scopes of the token, such as [read:forecast]
            "- { name: a, client: b, aud: 7, deny: [GET /a] }" | 3:32: aud is the number 7, expected what the token is for, text or a list of texts
            "- { name: a, client: b, expect: allow }" | 3:27: unknown member 'expect' in an item of cases, expected one of name, client, table, scopes, groups, aud, at, plan, allow, deny, reason
            """)
    void a_mistake_in_a_case_is_refused_where_it_stands(String row, String message) {
        assertThatThrownBy(() -> run("  " + row + "\n")).hasMessage("cases.yaml:" + message);
    }

    private static CaseRun run(String rows) throws Exception {
        return CaseRun.of(
                LocatedPolicy.parse("policy.yaml", POLICY),
                List.of(CaseFile.parse("cases.yaml", "version: 1\ncases:\n" + rows)),
                NOW);
    }
}
