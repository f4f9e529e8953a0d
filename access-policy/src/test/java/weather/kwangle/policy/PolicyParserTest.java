package weather.kwangle.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyParserTest {

    @Test
    void the_shipped_policy_is_valid() {
        AccessPolicy policy = PolicyTexts.parse(PolicyTexts.shipped());

        assertThat(policy.operations())
                .extracting(Operation::toString)
                .containsExactly("GET /forecast", "GET /current", "GET /places", "POST /forecast", "GET /usage");
        assertThat(policy.plans().get("partner"))
                .isEqualTo(new Plan("partner", 100, 200, OptionalLong.of(1_000_000), OptionalLong.of(20_000_000)));
        assertThat(policy.plans().get("internal").day()).isEmpty();
        assertThat(policy.clientIds()).containsExactly("acme-weather", "internal-console");
    }

    @Test
    void json_is_a_policy_too() {
        AccessPolicy policy = PolicyTexts.parse("""
                {"version": 1, "resourceServer": "max-weather",
                 "operations": {"GET /forecast": {"allOf": ["read:forecast"]}},
                 "plans": {"trial": {"rate": "0.5/s", "burst": 1}},
                 "unknownClient": "trial"}
                """);

        assertThat(policy.plans().get("trial").ratePerSecond()).isEqualTo(0.5);
        assertThat(policy.clientIds()).isEmpty();
    }

    @Test
    void the_version_changes_with_any_byte_of_the_file() {
        AccessPolicy policy = PolicyTexts.parse(PolicyTexts.SMALL);

        assertThat(policy.version()).matches("1-[0-9a-f]{12}");
        assertThat(PolicyTexts.parse(PolicyTexts.SMALL).version()).isEqualTo(policy.version());
        assertThat(PolicyTexts.parse(PolicyTexts.SMALL + "#\n").version()).isNotEqualTo(policy.version());
    }

    @ParameterizedTest(name = "{0} -> {1} gives {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            version: 1 | version: 2 | 1:10: version is '2', expected 1
            version: 1 | version: '1' | 1:10: version is the text '1', expected 1
            version: 1 | # | 2:1: 'version' is missing in the policy, expected version: 1
            resourceServer: max-weather | resourceServer: max weather | 2:17: resourceServer is 'max weather', expected 1 to 256 printable ASCII characters without spaces, quotes and backslashes
            resourceServer: max-weather | resourceServer: 7 | 2:17: resourceServer is the number 7, expected 1 to 256 printable ASCII characters without spaces, quotes and backslashes
            resourceServer: max-weather | resourceServer: | 2:16: resourceServer is empty, expected 1 to 256 printable ASCII characters without spaces, quotes and backslashes
            resourceServer: max-weather | "resourceServer: max-weather\naudience: api.kwangle.weather" | "3:11: audience is 'api.kwangle.weather', expected an absolute URI of at most 256 characters without a fragment (RFC 8707 section 2), such as https://api.kwangle.weather"
            resourceServer: max-weather | "resourceServer: max-weather\naudience: //api.kwangle.weather/v1" | "3:11: audience is '//api.kwangle.weather/v1', expected an absolute URI of at most 256 characters without a fragment (RFC 8707 section 2), such as https://api.kwangle.weather"
            resourceServer: max-weather | "resourceServer: max-weather\naudience: https://api.kwangle.weather/#v1" | "3:11: audience is 'https://api.kwangle.weather/#v1', expected an absolute URI of at most 256 characters without a fragment (RFC 8707 section 2), such as https://api.kwangle.weather"
            resourceServer: max-weather | "resourceServer: max-weather\naudience: https://api kwangle" | "3:11: audience is 'https://api kwangle', expected an absolute URI of at most 256 characters without a fragment (RFC 8707 section 2), such as https://api.kwangle.weather"
            resourceServer: max-weather | "resourceServer: max-weather\naudience: https://w\u00e4tter" | "3:11: audience is 'https://w\u00e4tter', expected an absolute URI of at most 256 characters without a fragment (RFC 8707 section 2), such as https://api.kwangle.weather"
            resourceServer: max-weather | "resourceServer: max-weather\naudience: https://a%2" | "3:11: audience is 'https://a%2', expected an absolute URI of at most 256 characters without a fragment (RFC 8707 section 2), such as https://api.kwangle.weather"
            resourceServer: max-weather | "resourceServer: max-weather\naudience: https://" | "3:11: audience is 'https://', expected an absolute URI of at most 256 characters without a fragment (RFC 8707 section 2), such as https://api.kwangle.weather"
            resourceServer: max-weather | "resourceServer: max-weather\naudience: https://:443/v1" | "3:11: audience 'https://:443/v1' names no host, expected an absolute URI of at most 256 characters without a fragment (RFC 8707 section 2), such as https://api.kwangle.weather"
            resourceServer: max-weather | "resourceServer: max-weather\naudience: ''" | "3:11: audience is '', expected an absolute URI of at most 256 characters without a fragment (RFC 8707 section 2), such as https://api.kwangle.weather"
            resourceServer: max-weather | "resourceServer: max-weather\naudience: 7" | "3:11: audience is the number 7, expected an absolute URI of at most 256 characters without a fragment (RFC 8707 section 2), such as https://api.kwangle.weather"
            resourceServer: max-weather | "resourceServer: max-weather\naudience: [https://api.kwangle.weather]" | "3:11: audience is a list, expected an absolute URI of at most 256 characters without a fragment (RFC 8707 section 2), such as https://api.kwangle.weather"
            unknownClient: deny | unknownClients: deny | 11:1: unknown member 'unknownClients' in the policy, expected one of version, resourceServer, audience, operations, plans, clients, unknownClient, breakGlass
            unknownClient: deny | plans: {} | 11:1: 'plans' stands twice in the policy, expected it once, it stands in line 6 already
            unknownClient: deny | unknownClient: gold | 11:16: there is no plan 'gold', expected deny or one of trial, partner
            unknownClient: deny | unknownClient: Deny | 11:16: there is no plan 'Deny', expected deny or one of trial, partner
            unknownClient: deny | unknownClient: [deny] | 11:16: unknownClient is a list, expected deny, or the name of a plan: trial, partner
            unknownClient: deny | unknownClient: true | 11:16: unknownClient is the truth value true, expected deny, or the name of a plan: trial, partner
            POST /forecast | post /forecast | 5:3: operation 'post /forecast', expected a method (GET, POST, PUT, PATCH or DELETE), one space and a path, such as GET /forecast or GET /alerts/{id}
            POST /forecast | HEAD /forecast | 5:3: operation 'HEAD /forecast', expected a method (GET, POST, PUT, PATCH or DELETE), one space and a path, such as GET /forecast or GET /alerts/{id}
            POST /forecast | POST /forecast/ | 5:3: operation 'POST /forecast/', expected a method (GET, POST, PUT, PATCH or DELETE), one space and a path, such as GET /forecast or GET /alerts/{id}
            POST /forecast | POST //forecast | 5:3: operation 'POST //forecast', expected a method (GET, POST, PUT, PATCH or DELETE), one space and a path, such as GET /forecast or GET /alerts/{id}
            POST /forecast | GET /forecast | 5:3: 'GET /forecast' stands twice in operations, expected it once, it stands in line 4 already
            { allOf: [write:forecast] } | { } | 5:19: the operation needs no scope, expected allOf or anyOf with at least one scope
            { allOf: [write:forecast] } | { allOf: [] } | 5:28: the list is empty, expected at least one scope, such as read:forecast
            { allOf: [write:forecast] } | { allof: [write:forecast] } | 5:21: unknown member 'allof' in POST /forecast, expected one of allOf, anyOf
            { allOf: [write:forecast] } | { allOf: write:forecast } | 5:28: allOf is 'write:forecast', expected a list of scopes, such as [read:forecast]
            { allOf: [write:forecast] } | { allOf: [write] } | 5:29: an item of allOf is 'write', expected a scope of the form verb:noun, such as read:forecast
            { allOf: [write:forecast] } | { allOf: [max-weather/write:forecast] } | 5:29: an item of allOf is 'max-weather/write:forecast', expected a scope of the form verb:noun, such as read:forecast
            { allOf: [write:forecast] } | { allOf: [a:b, a:b] } | 5:34: scope 'a:b' stands twice, expected it once
            { allOf: [write:forecast] } | { allOf: [{a: b}] } | 5:29: an item of allOf is a mapping, expected a scope of the form verb:noun, such as read:forecast
            { allOf: [write:forecast] } | [a:b] | 5:19: POST /forecast is a list, expected a mapping of allOf, anyOf
            { allOf: [write:forecast] } | &a { allOf: [write:forecast] } | 5:19: anchors and aliases are not allowed, expected the value itself
            { allOf: [write:forecast] } | *a | 5:19: anchors and aliases are not allowed, expected the value itself
            { allOf: [write:forecast] } | { allOf: [!!str write:forecast] } | 5:29: tags are not allowed, expected the value without a tag
            { allOf: [write:forecast] } | { allOf: [[[[[[[[[]]]]]]]]] } | 5:33: nested too deep, expected at most 8 levels
            { allOf: [write:forecast] } | { allOf: [write:forecast | 6:6: expected ',' or ']', but got :, expected YAML 1.2 or JSON
            rate: 5/s | rate: 5 | 7:18: rate is the number 5, expected a number above 0 with at most 5 digits before and 3 after the point, and /s, such as 100/s
            rate: 5/s | rate: 5/m | 7:18: rate is '5/m', expected a number above 0 with at most 5 digits before and 3 after the point, and /s, such as 100/s
            rate: 5/s | rate: 0/s | 7:18: rate is '0/s', expected a number above 0 with at most 5 digits before and 3 after the point, and /s, such as 100/s
            rate: 5/s | rate: -5/s | 7:18: rate is '-5/s', expected a number above 0 with at most 5 digits before and 3 after the point, and /s, such as 100/s
            rate: 5/s | rate: 1e3/s | 7:18: rate is '1e3/s', expected a number above 0 with at most 5 digits before and 3 after the point, and /s, such as 100/s
            "rate: 5/s, " | "" | 7:10: 'rate' is missing in trial, expected permits per second, such as 100/s
            burst: 10 | burst: 0 | 7:30: burst is '0', expected a whole number from 1 to 1000000
            burst: 10 | burst: ten | 7:30: burst is the text 'ten', expected a whole number from 1 to 1000000
            burst: 10 | burst: 432001 | 7:30: burst 432001 takes longer than a day to refill at this rate, expected a smaller burst, or a day limit beside it
            day: 1000 | day: 1_000 | 7:39: day is the text '1_000', expected a whole number from 1 to 999999999999999
            day: 1000 | day: 99999999999999999999 | 7:39: day is '99999999999999999999', expected a whole number from 1 to 999999999999999
            day: 1000 | day: 10.5 | 7:39: day is the number 10.5, expected a whole number from 1 to 999999999999999
            trial: | Trial: | 7:3: plan name 'Trial', expected 1 to 32 lower-case letters, digits and hyphens, not 'deny'
            trial: | deny: | 7:3: plan name 'deny', expected 1 to 32 lower-case letters, digits and hyphens, not 'deny'
            plan: partner | plan: Partner | 10:17: there is no plan 'Partner', expected one of trial, partner
            "plan: partner, " | "" | 10:9: 'plan' is missing in acme, expected the name of a plan: trial, partner
            acme: | a c: | 10:3: client id 'a c', expected 1 to 128 letters, digits, dots, underscores, hyphens and plus signs
            acme: | "[a, b]:" | 10:3: a name in clients is a list, expected text
            scopes: [read:forecast] | scope: [read:forecast] | 10:26: unknown member 'scope' in acme, expected one of plan, scopes, groups
            scopes: [read:forecast] | groups: { g: read:forecast } | 10:39: g is 'read:forecast', expected a list of scopes, such as [read:forecast]
            scopes: [read:forecast] | groups: { '': [read:forecast] } | 10:36: group '', expected 1 to 128 letters, digits, signs and punctuation marks, as in Cognito
            breakGlass: [] | breakGlass: {} | 12:13: breakGlass is a mapping, expected a list of { client or operation, by, why, until }
            breakGlass: [] | "breakGlass: [{ by: a, why: b, until: 2026-12-01T00:00:00Z }]" | 12:14: nothing is refused, expected client or operation, one of them
            breakGlass: [] | "breakGlass: [{ client: acme, operation: GET /forecast, by: a, why: b, until: 2026-12-01T00:00:00Z }]" | 12:14: client and operation stand together, expected client or operation, one of them
            breakGlass: [] | "breakGlass: [{ operation: GET /usage, by: a, why: b, until: 2026-12-01T00:00:00Z }]" | 12:27: there is no operation 'GET /usage', expected one of [GET /forecast, POST /forecast]
            breakGlass: [] | "breakGlass: [{ client: acme, by: ' ', why: b, until: 2026-12-01T00:00:00Z }]" | 12:34: by is ' ', expected 1 to 256 visible characters: who refuses it
            breakGlass: [] | "breakGlass: [{ client: acme, by: a, why: b }]" | 12:14: 'until' is missing in an item of breakGlass, expected when it ends, such as 2026-12-01T00:00:00Z
            breakGlass: [] | "breakGlass: [{ client: acme, by: a, why: b, until: 2026-12-01 }]" | 12:52: until is '2026-12-01', expected a time with its offset (RFC 3339), such as 2026-12-01T00:00:00Z
            breakGlass: [] | "breakGlass: [{ client: acme, by: a, why: b, until: 2026-12-01T00:00:00 }]" | 12:52: until is '2026-12-01T00:00:00', expected a time with its offset (RFC 3339), such as 2026-12-01T00:00:00Z
            """)
    void a_mistake_is_refused_where_it_stands(String part, String replacement, String message) {
        String text = PolicyTexts.SMALL.replace(part, replacement);

        assertThat(text).isNotEqualTo(PolicyTexts.SMALL);
        assertThat(refusal(text)).isEqualTo("policy.yaml:" + message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.kwangle.weather",
                "https://api.kwangle.weather:8443/v1/?a=%20&b",
                "HTTP://localhost",
                "urn:max-weather:api",
                "api:v1"
            })
    void an_audience_is_any_absolute_uri_without_a_fragment(String audience) {
        assertThat(PolicyTexts.parse(withAudience(audience)).audience()).contains(audience);
    }

    @Test
    void an_audience_has_at_most_256_characters() {
        String longest = "https://" + "a".repeat(248);

        assertThat(PolicyTexts.parse(withAudience(longest)).audience()).contains(longest);
        assertThat(refusal(withAudience(longest + "a"))).startsWith("policy.yaml:3:11: audience is 'https://aaa");
        assertThat(PolicyTexts.parse(PolicyTexts.SMALL).audience()).isEmpty();
    }

    private static String withAudience(String audience) {
        return PolicyTexts.SMALL.replace(
                "resourceServer: max-weather", "resourceServer: max-weather\naudience: " + audience);
    }

    @Test
    void two_operations_of_the_same_shape_are_refused() {
        assertThat(refusal(PolicyTexts.SMALL.replace(
                        "  POST /forecast: { allOf: [write:forecast] }",
                        "  GET /a/{id}: { allOf: [a:b] }\n  GET /a/{name}: { allOf: [a:c] }")))
                .isEqualTo("policy.yaml:6:3: 'GET /a/{name}' matches the same paths as 'GET /a/{id}', "
                        + "expected one of them only");
    }

    @Test
    void there_are_one_to_three_hundred_operations() {
        assertThat(PolicyTexts.parse(withOperations(300)).operations()).hasSize(300);
        assertThat(refusal(withOperations(301)))
                .startsWith("policy.yaml:4:3: there are 301 operations, expected 1 to 300");
        assertThat(refusal(withOperations(0)))
                .startsWith("policy.yaml:3:13: there are 0 operations, expected 1 to 300");
    }

    private static String withOperations(int count) {
        String operations = IntStream.range(0, count)
                .mapToObj(i -> "  GET /o%d: { allOf: [read:forecast] }%n".formatted(i))
                .collect(Collectors.joining());
        return PolicyTexts.SMALL
                .replaceFirst("(?s)operations:.*plans:", "operations: " + (count == 0 ? "{}" : "") + "\n@plans:")
                .replace("@", operations);
    }

    @Test
    @Timeout(5)
    void a_number_of_many_digits_is_refused_at_once() {
        String digits = "9".repeat(1_000_000);

        assertThat(refusal(PolicyTexts.SMALL.replace("burst: 10", "burst: " + digits)))
                .endsWith("burst is '" + "9".repeat(60) + "…', expected a whole number from 1 to 1000000");
        assertThat(refusal(PolicyTexts.SMALL.replace("burst: 10", "burst: -" + digits)))
                .endsWith("…', expected a whole number from 1 to 1000000");
        assertThat(refusal(PolicyTexts.SMALL.replace("burst: 10", "burst: -9223372036854775808")))
                .endsWith("burst is '-9223372036854775808', expected a whole number from 1 to 1000000");
    }

    @Test
    void limits_may_be_as_large_as_can_be_told_and_a_burst_may_refill_in_a_day() {
        String text = PolicyTexts.SMALL
                .replace("trial: { rate: 5/s, burst: 10, day: 1000 }", "trial: { rate: 0.001/s, burst: 86 }")
                .replace("rate: 100/s, burst: 200", "rate: 12.5/s, burst: 1000000, day: 999999999999999, month: 1");

        assertThat(PolicyTexts.parse(text).plans().values())
                .containsExactly(
                        new Plan("trial", 0.001, 86, OptionalLong.empty(), OptionalLong.empty()),
                        new Plan(
                                "partner", 12.5, 1_000_000, OptionalLong.of(999_999_999_999_999L), OptionalLong.of(1)));
        assertThat(PolicyTexts.parse(PolicyTexts.SMALL.replace("burst: 10", "burst: 432000"))
                        .plans()
                        .get("trial")
                        .burst())
                .isEqualTo(432_000);
        assertThat(refusal(text.replace("burst: 1000000", "burst: 1000001")))
                .endsWith("burst is '1000001', expected a whole number from 1 to 1000000");
        assertThat(refusal(text.replace("999999999999999", "1000000000000000")))
                .endsWith("expected a whole number from 1 to 999999999999999");
        assertThat(refusal(PolicyTexts.SMALL.replaceFirst("(?s)plans:.*clients:", "plans: {}\nclients:")))
                .isEqualTo("policy.yaml:6:8: there is no plan, expected at least one");
    }

    @Test
    void what_a_message_quotes_is_cut_and_printable() {
        String longest = "x".repeat(59) + "\u00e4";

        assertThat(refusal(PolicyTexts.SMALL.replace("unknownClient: deny", "unknownClient: " + longest)))
                .contains("there is no plan '" + longest + "', expected");
        assertThat(refusal(PolicyTexts.SMALL.replace("unknownClient: deny", "unknownClient: " + longest + "y")))
                .contains("there is no plan '" + longest + "…', expected");
        assertThat(refusal(PolicyTexts.SMALL.replace("unknownClient: deny", "unknownClient: \"a\\tb\"")))
                .contains("there is no plan 'a b', expected");
    }

    @Test
    void an_empty_file_a_second_document_and_a_control_character_are_refused() {
        assertThat(refusal("# nothing\n")).isEqualTo("policy.yaml:1:1: the file is empty, expected a policy");
        assertThat(refusal(PolicyTexts.SMALL + "---\nversion: 1\n")).startsWith("policy.yaml:13:1: ");
        assertThat(refusal(PolicyTexts.SMALL.replace("deny", "de\u0007ny")))
                .isEqualTo("policy.yaml:11:18: character U+0007 is not allowed, expected printable text");
        assertThat(refusal("- a\n- b\n"))
                .startsWith("policy.yaml:1:1: the policy is a list, expected a mapping of version, ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\x9b2J", "\\u202eyek", "\\u2066", "\\e[31m", "\\u2028"})
    void what_a_terminal_would_not_show_as_it_is_gets_into_no_policy(String written) {
        String group = PolicyTexts.SMALL.replace(
                "scopes: [read:forecast]", "groups: { \"a" + written + "\": [read:forecast] }");
        String why = PolicyTexts.SMALL.replace(
                "breakGlass: []",
                "breakGlass: [{ client: acme, by: a, why: \"b" + written + "\", until: 2026-12-01T00:00:00Z }]");

        assertThat(refusal(group)).contains("group 'a ", "expected 1 to 128 letters, digits, ");
        assertThat(refusal(why)).contains("why is 'b ", "expected 1 to 256 visible characters");
    }

    @Test
    void groups_are_named_as_in_cognito() {
        assertThat(PolicyTexts.parse(PolicyTexts.SMALL.replace(
                                "scopes: [read:forecast]", "groups: { \"Dự-báo/☀️\": [read:forecast] }"))
                        .clientIds())
                .isNotEmpty();
    }

    @Test
    void a_message_stays_one_line_whatever_ends_of_line_it_quotes() {
        assertThat(refusal("!\u0085version: 1\n"))
                .isEqualTo("policy.yaml:1:2: expected URI, but found U+0085(133), expected YAML 1.2 or JSON");
        assertThat(refusal("!\u2028version: 1\n")).contains("U+2028").doesNotContain("\u2028");
    }

    @Test
    void a_file_beyond_the_bound_is_refused_unread() {
        assertThat(refusal("#".repeat(PolicyText.MAX_LENGTH + 1)))
                .isEqualTo("policy.yaml:1:1: the file has 16777217 characters, expected at most 16777216");
    }

    @Test
    void eight_levels_are_read_and_what_has_been_closed_does_not_count() {
        assertThat(refusal("[[[[[[[[]]]]]]]]")).startsWith("policy.yaml:1:1: the policy is a list, expected a mapping");
        assertThat(refusal("[" + "[[]], ".repeat(9) + "[]]")).startsWith("policy.yaml:1:1: the policy is a list");
    }

    @Test
    void a_character_that_is_not_allowed_is_told_with_its_place_in_code_points() {
        assertThat(refusal("# \ud83c\udf26\n# \ud83c\udf26\ufffe\n"))
                .isEqualTo("policy.yaml:2:4: character U+FFFE is not allowed, expected printable text");
    }

    @Test
    void deep_nesting_is_refused_before_it_costs_a_stack() {
        assertThat(refusal("[".repeat(1_000_000)))
                .isEqualTo("policy.yaml:1:9: nested too deep, expected at most 8 levels");
    }

    @Test
    void an_exception_knows_its_place() {
        PolicyParseException refusal = catchThrowableOfType(
                PolicyParseException.class,
                () -> AccessPolicy.parse("p", PolicyTexts.SMALL.replace("burst: 10", "burst: 0")));

        assertThat(refusal.line()).isEqualTo(7);
        assertThat(refusal.column()).isEqualTo(30);
        assertThat(refusal.problem()).isEqualTo("burst is '0', expected a whole number from 1 to 1000000");
    }

    private static String refusal(String text) {
        return catchThrowableOfType(PolicyParseException.class, () -> AccessPolicy.parse("policy.yaml", text))
                .getMessage();
    }
}
