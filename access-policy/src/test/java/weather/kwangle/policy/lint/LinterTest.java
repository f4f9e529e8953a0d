package weather.kwangle.policy.lint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weather.kwangle.policy.LocatedPolicy;

class LinterTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final String CLEAN = """
            version: 1
            resourceServer: max-weather
            operations:
              GET /forecast: { allOf: [read:forecast] }
              POST /forecast: { allOf: [write:forecast] }
            plans:
              trial: { rate: 5/s, burst: 10, day: 1000 }
            clients:
              acme: { plan: trial, scopes: [read:forecast], groups: { staff: [write:forecast] } }
            unknownClient: deny
            breakGlass: []
            """;
    private static final String CONTRACT = """
            openapi: 3.0.3
            paths:
              /forecast:
                parameters: []
                get:
                  security: [{ oauth2: ["max-weather/read:forecast"] }]
                post:
                  security: [{ oauth2: ["max-weather/write:forecast"] }]
              /health:
                get:
                  security: []
            components:
              securitySchemes:
                oauth2:
                  flows:
                    clientCredentials:
                      scopes: { "max-weather/read:forecast": Read., "max-weather/write:forecast": Write. }
            """;

    @Test
    void a_policy_that_says_what_it_means_has_no_findings() throws Exception {
        assertThat(findings(CLEAN, Optional.of(CONTRACT))).isEmpty();
        assertThat(findings(CLEAN + "audience: https://api.kwangle.weather/V1\n", Optional.of(CONTRACT)))
                .isEmpty();
        assertThat(findings(CLEAN + "audience: urn:max-weather:API\n", Optional.of(CONTRACT)))
                .isEmpty();
    }

    @Test
    void the_shipped_policy_fits_the_shipped_contract() throws Exception {
        List<Finding> findings = Linter.lint(
                LocatedPolicy.parse("access-policy.yaml", Files.readString(Path.of("policy", "access-policy.yaml"))),
                Optional.of(Contract.parse("openapi.yaml", Files.readString(Path.of("..", "api", "openapi.yaml")))),
                NOW);

        assertThat(findings)
                .extracting(Finding::toString)
                .containsExactly(
                        "access-policy.yaml:19:3: note: no client of this file has plan trial; only the table can give it"
                                + " [unused-plan]",
                        "access-policy.yaml:21:3: note: plan internal bounds the rate only: a client of it may ask"
                                + " 43,200,000 times a day [plan-without-limits]");
    }

    @ParameterizedTest(name = "{0} -> {1} gives {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            "{ allOf: [write:forecast] }" | "{ allOf: [write:forecast], anyOf: [write:forecast, read:forecast] }" | 5:3: warning: anyOf of POST /forecast makes no difference: allOf asks for write:forecast already [dead-rule]
            "{ allOf: [write:forecast] }" | "{ anyOf: [write:forecast, read:forecast] }" | 5:3: warning: POST /forecast may change something, and read:forecast is enough for it [over-broad-grant]
            "resourceServer: max-weather" | "resourceServer: max-weather\naudience: http://api.kwangle.weather" | 3:11: warning: audience http://api.kwangle.weather is http; name the API by the https address at which it is called [doubtful-audience]
            "resourceServer: max-weather" | "resourceServer: max-weather\naudience: https://api.kwangle.weather/" | 3:11: warning: audience https://api.kwangle.weather/ ends in a slash; a token for the same without it is refused [doubtful-audience]
            "resourceServer: max-weather" | "resourceServer: max-weather\naudience: https://api.kwangle.weather?v=1" | 3:11: warning: audience https://api.kwangle.weather?v=1 has a query, which a resource should not have (RFC 8707 section 2) [doubtful-audience]
            "resourceServer: max-weather" | "resourceServer: max-weather\naudience: https://API.kwangle.weather" | 3:11: warning: audience https://API.kwangle.weather has upper case in scheme or host; a token for the same in lower case is refused [doubtful-audience]
            "resourceServer: max-weather" | "resourceServer: max-weather\naudience: URN:max-weather" | 3:11: warning: audience URN:max-weather has upper case in scheme or host; a token for the same in lower case is refused [doubtful-audience]
            "day: 1000" | "day: 432010" | 7:3: warning: plan trial can never reach its day limit: the rate allows 432,010 a day [limit-never-reached]
            "day: 1000" | "day: 1000, month: 31000" | 7:3: warning: plan trial can never reach its month limit: 31,000 is all that 31 days allow [limit-never-reached]
            ", day: 1000" | "" | 7:3: note: plan trial bounds the rate only: a client of it may ask 432,000 times a day [plan-without-limits]
            "clients:" | "  spare: { rate: 5/s, burst: 10, day: 1 }\nclients:" | 8:3: note: no client of this file has plan spare; only the table can give it [unused-plan]
            ", scopes: [read:forecast], groups: { staff: [write:forecast] }" | "" | 9:3: warning: client acme has no scopes, so whatever its tokens get counts; say which it may use [over-broad-grant]
            "scopes: [read:forecast], groups: { staff: [write:forecast] }" | "scopes: [read:forecast, write:forecast]" | 9:3: warning: client acme has every scope that there is, so its bound bounds nothing [over-broad-grant]
            "scopes: [read:forecast], " | "scopes: [read:forecast, read:maps], " | 9:3: warning: no operation needs read:maps of client acme [dead-rule]
            "staff: [write:forecast]" | "staff: [read:forecast]" | 9:59: warning: group staff widens nothing: client acme has its scopes already [dead-rule]
            "staff: [write:forecast]" | "staff: [write:forecast, write:maps]" | 9:59: warning: no operation needs write:maps of group staff of client acme [dead-rule]
            "scopes: [read:forecast], groups: { staff: [write:forecast] }" | "scopes: []" | 9:3: warning: no token of client acme can open an operation; remove it, or suspend it in the table [client-without-access]
            "unknownClient: deny" | "  ACME: { plan: trial, scopes: [read:forecast] }\nunknownClient: deny" | 10:3: warning: client ACME differs from acme in upper and lower case only; ids are compared exactly [shadowed-client]
            "acme:" | "unknown:" | 9:3: warning: client unknown would share the usage key of all clients that nobody knows [shadowed-client]
            "unknownClient: deny" | "unknownClient: trial" | 10:16: warning: every app client of the user pool gets in with plan trial, registered or not; 'deny' asks for a registration [over-broad-grant]
            "breakGlass: []" | "breakGlass: [{ operation: GET /forecast, by: a, why: b, until: 2026-11-26T12:00:00Z }]" | 11:14: warning: the refusal of operation GET /forecast was over at 2026-11-26T12:00:00Z; remove it [expired-break-glass]
            "breakGlass: []" | "breakGlass: [{ operation: GET /forecast, by: a, why: b, until: 2026-12-26T12:00:01Z }]" | 11:14: warning: the refusal of operation GET /forecast lasts until 2026-12-26T12:00:01Z; make it a rule [lasting-break-glass]
            "breakGlass: []" | "breakGlass: [{ client: acme, by: a, why: b, until: 2026-12-26T12:00:00Z }]" | 9:3: warning: client acme is refused everything until 2026-12-26T12:00:00Z, at policy.yaml:11 [shadowed-client]
            "GET /forecast:" | "GET /alerts: { allOf: [read:forecast] }\n  GET /forecast:" | 4:3: error: the API has no GET /alerts; remove the rule, or it opens what comes there one day [rule-without-operation]
            "GET /forecast: { allOf: [read:forecast] }" | "GET /forecast: { allOf: [read:forecast, write:forecast] }" | 4:3: warning: GET /forecast asks for max-weather/read:forecast and max-weather/write:forecast, its contract for max-weather/read:forecast, at api.yaml:5 [scopes-unlike-contract]
            """)
    void a_change_has_its_finding(String part, String replacement, String finding) throws Exception {
        String text = CLEAN.replace(part, replacement == null ? "" : replacement.replace("\\n", "\n"));

        assertThat(text).isNotEqualTo(CLEAN);
        assertThat(findings(text, Optional.of(CONTRACT))).contains("policy.yaml:" + finding);
    }

    @Test
    void a_plan_that_only_unknown_clients_get_is_used() throws Exception {
        String spare = CLEAN.replace("clients:", "  spare: { rate: 5/s, burst: 10, day: 1 }\nclients:");

        assertThat(findings(spare, Optional.empty())).anyMatch(finding -> finding.endsWith("[unused-plan]"));
        assertThat(findings(spare.replace("unknownClient: deny", "unknownClient: spare"), Optional.empty()))
                .noneMatch(finding -> finding.endsWith("[unused-plan]"));
    }

    @Test
    void what_a_contract_asks_for_everywhere_counts_where_an_operation_says_nothing() throws Exception {
        String everywhere = CONTRACT.replace(
                        "      security: [{ oauth2: [\"max-weather/read:forecast\"] }]\n", "      summary: Reads.\n")
                .replace("paths:", "security: [{ oauth2: [\"max-weather/read:forecast\"] }]\npaths:");

        assertThat(findings(CLEAN, Optional.of(everywhere))).isEmpty();
    }

    @Test
    void groups_of_a_client_without_scopes_widen_nothing() throws Exception {
        assertThat(findings(CLEAN.replace("scopes: [read:forecast], ", ""), Optional.empty()))
                .contains(
                        "policy.yaml:9:34: warning: group staff widens nothing: client acme has no scopes, so no bound"
                                + " [dead-rule]");
    }

    @Test
    void an_operation_without_a_rule_is_an_error_in_the_contract_s_line() throws Exception {
        assertThat(findings(
                        CLEAN.replace("  POST /forecast: { allOf: [write:forecast] }\n", ""), Optional.of(CONTRACT)))
                .contains(
                        "api.yaml:7:5: error: the policy has no rule for POST /forecast, so it is refused to everybody"
                                + " [operation-without-rule]");
    }

    @Test
    void a_scope_that_the_token_server_does_not_give_is_an_error_where_it_is_needed_and_where_it_is_allowed()
            throws Exception {
        String contract = CONTRACT.replace(", \"max-weather/write:forecast\": Write.", "");

        assertThat(findings(
                        CLEAN.replace("scopes: [read:forecast]", "scopes: [write:forecast]"), Optional.of(contract)))
                .contains(
                        "policy.yaml:5:3: error: POST /forecast speaks of max-weather/write:forecast,"
                                + " which the token server does not give [scope-nobody-can-get]",
                        "policy.yaml:9:3: error: client acme is allowed max-weather/write:forecast,"
                                + " which the token server does not give [scope-nobody-can-get]");
    }

    @Test
    void a_contract_that_is_none_is_refused_by_name() {
        assertThatThrownBy(() -> Contract.parse("api.yaml", "openapi: 3.0.3\n"))
                .hasMessage("api.yaml is no OpenAPI document, expected one with paths");
        assertThatThrownBy(() -> Contract.parse("api.yaml", "paths: [\n"))
                .hasMessageStartingWith("api.yaml is not well formed: ");
        assertThatThrownBy(() -> findings(CLEAN, Optional.of(CONTRACT.replace("/forecast:\n", "/forecast/:\n"))))
                .hasMessageStartingWith("api.yaml:3:3: no policy can name '/forecast/', an operation is a method");
    }

    private static List<String> findings(String policy, Optional<String> contract) throws Exception {
        Optional<Contract> parsed =
                contract.isPresent() ? Optional.of(Contract.parse("api.yaml", contract.get())) : Optional.empty();
        return Linter.lint(LocatedPolicy.parse("policy.yaml", policy), parsed, NOW).stream()
                .map(Finding::toString)
                .toList();
    }
}
