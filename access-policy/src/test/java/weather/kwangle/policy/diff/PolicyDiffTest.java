package weather.kwangle.policy.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import weather.kwangle.policy.AccessPolicy;

class PolicyDiffTest {
    private static final String POLICY = """
            version: 1
            resourceServer: mw
            operations:
              GET /alerts/{id}: { allOf: [read:alerts] }
            plans:
              trial: { rate: 5/s, burst: 10 }
            clients:
              acme: { plan: trial, scopes: [] }
            unknownClient: deny
            """;

    @Test
    void a_client_that_leaves_the_file_is_told_by_what_the_table_may_say_of_it() throws Exception {
        assertThat(diff(
                        POLICY,
                        POLICY.replace("  acme: { plan: trial, scopes: [] }", "  other: { plan: trial, scopes: [] }")))
                .isEqualTo("""
                        GET /alerts/{id}
                          acme, if the table gives it plan trial
                            + gains with scope mw/read:alerts
                              for example {"token_use":"access","client_id":"acme","scope":"mw/read:alerts"}
                        GET /alerts/{id}
                          other, if the table gives it plan trial
                            - loses with scope mw/read:alerts
                              for example {"token_use":"access","client_id":"other","scope":"mw/read:alerts"}
                        Clients with another plan
                          acme, if the table does not know it: trial -> no plan
                          acme, if the table gives it a plan of neither policy: trial -> no plan
                          other, if the table does not know it: no plan -> trial
                          other, if the table gives it a plan of neither policy: no plan -> trial
                        """);
    }

    @Test
    void a_new_operation_takes_requests_from_a_template() throws Exception {
        assertThat(diff(
                        POLICY,
                        POLICY.replace(
                                "plans:", "  GET /alerts/latest: { anyOf: [read:alerts, read:public] }\nplans:")))
                .startsWith("""
                        GET /alerts/{id} -> GET /alerts/latest
                          a client of plan trial in the table
                            + gains with scope mw/read:public
                        """);
    }

    @Test
    void an_example_is_of_no_name_that_stands_in_a_policy() throws Exception {
        String named = POLICY.replace("acme", "other-client") + "# ";

        assertThat(diff(
                        named.replace("clients:", "clients:\n  other-client-2: { plan: trial, scopes: [] }"),
                        named.replace("[read:alerts]", "[read:news]")))
                .contains("a client of plan trial in the table", "\"client_id\":\"other-client-3\"");
    }

    @Test
    void the_example_request_of_a_template_is_no_other_operation() throws Exception {
        AccessPolicy old = AccessPolicy.parse("old", POLICY);
        AccessPolicy changed = AccessPolicy.parse(
                "new",
                POLICY.replace("[read:alerts]", "[read:news]")
                        .replace("plans:", "  GET /any/any-: { allOf: [read:x] }\nplans:"));

        assertThat(PolicyDiff.between(old, changed, Instant.EPOCH).access())
                .extracting(change -> change.request().example())
                .contains("GET /alerts/any--", "GET /any/any-");
    }

    @Test
    void an_operation_that_goes_is_told_as_one_that_becomes_none() throws Exception {
        assertThat(diff(POLICY, POLICY.replace("GET /alerts", "GET /news")))
                .contains(
                        "GET /alerts/{id} -> no operation\n", "no operation -> GET /news/{id}\n", "+ gains", "- loses");
    }

    @Test
    void a_plan_that_moves_and_a_client_with_another_are_told() throws Exception {
        String two = POLICY.replace("clients:", "  spare: { rate: 0.5/s, burst: 1, month: 9 }\nclients:");

        assertThat(diff(POLICY, two.replace("acme: { plan: trial", "acme: { plan: spare")))
                .contains("""
                        Plans
                          plan spare is new: rate 0.5/s, burst 1, no day limit, month 9
                        Clients with another plan
                          acme: trial -> spare
                          a client of plan spare in the table: no plan -> spare
                        """);
        assertThat(diff(two, POLICY)).contains("  plan spare is gone: rate 0.5/s, burst 1, no day limit, month 9\n");
    }

    @Test
    void ten_clients_that_change_alike_are_all_told() throws Exception {
        StringBuilder more = new StringBuilder();
        for (int i = 0; i < 9; i++) {
            more.append("  client-%d: { plan: trial, scopes: [] }\n".formatted(i));
        }
        String before = POLICY.replace("unknownClient", more + "unknownClient");

        assertThat(diff(before, before.replace("scopes: []", "scopes: [read:alerts]")))
                .contains("  acme\n", "  client-8\n    + gains")
                .doesNotContain("more, in the same way");
    }

    @Test
    void scripts_are_told_the_operations_and_a_request_of_both_policies() throws Exception {
        AccessPolicy old = AccessPolicy.parse("old", POLICY);
        AccessPolicy changed = AccessPolicy.parse(
                "new",
                POLICY.replace("plans:", "  GET /alerts/latest: { allOf: [read:public] }\nplans:")
                        + "breakGlass: [{ client: acme, by: ana, why: leak, until: 2026-12-01T00:00:00Z }]\n");

        assertThat(new DiffReport(old, changed, PolicyDiff.between(old, changed, Instant.EPOCH))
                        .json()
                        .replaceAll("\\s+", " "))
                .contains(
                        "\"before\" : \"" + old.version() + "\", \"after\" : \"" + changed.version() + "\"",
                        "\"operationBefore\" : \"GET /alerts/{id}\", \"operationAfter\" : \"GET /alerts/latest\", "
                                + "\"exampleRequest\" : \"GET /alerts/latest\"",
                        "\"refusedByHand\" : [ \"client acme until 2026-12-01T00:00:00Z, by ana: leak\" ], "
                                + "\"noLongerRefusedByHand\" : [ ]");
    }

    @Test
    void what_both_refuse_by_hand_is_not_told() throws Exception {
        String refusing = POLICY + "breakGlass: [{ client: acme, by: ana, why: leak, until: 2026-12-01T00:00:00Z }]\n";

        assertThat(diff(refusing, refusing.replace("burst: 10", "burst: 11"))).doesNotContain("by hand", "ana");
    }

    @Test
    void another_resource_server_is_other_scopes() throws Exception {
        assertThat(diff(POLICY, POLICY.replace("resourceServer: mw", "resourceServer: new")))
                .contains("+ gains with scope new/read:alerts", "- loses with scope mw/read:alerts");
    }

    @Test
    void an_audience_that_is_asked_for_from_now_on_shuts_out_every_token_without_it() throws Exception {
        assertThat(diff(POLICY, POLICY + "audience: https://api\n")).isEqualTo("""
                Tokens have to be for
                  anything -> https://api
                GET /alerts/{id}
                  a client of plan trial in the table
                    - loses with scope mw/read:alerts
                      for example {"token_use":"access","client_id":"other-client","scope":"mw/read:alerts"}
                """);
    }

    @Test
    void another_audience_lets_in_other_tokens_and_none_lets_in_more() throws Exception {
        String asking = POLICY + "audience: https://api\n";

        assertThat(diff(asking, asking.replace("https://api", "https://new"))).isEqualTo("""
                Tokens have to be for
                  https://api -> https://new
                GET /alerts/{id}
                  a client of plan trial in the table
                    + gains with scope mw/read:alerts and audience https://new
                      for example {"token_use":"access","client_id":"other-client","scope":"mw/read:alerts","aud":"https://new"}
                    - loses with scope mw/read:alerts and audience https://api
                      for example {"token_use":"access","client_id":"other-client","scope":"mw/read:alerts","aud":"https://api"}
                """);
        assertThat(diff(asking, POLICY))
                .contains("https://api -> anything", "+ gains with scope mw/read:alerts\n")
                .doesNotContain("loses");
    }

    @Test
    void where_two_templates_meet_the_requests_of_both_are_a_class_of_their_own() throws Exception {
        String before = POLICY.replace("GET /alerts/{id}: { allOf: [read:alerts] }", "GET /{x}/b: { allOf: [read:b] }");
        AccessPolicy old = AccessPolicy.parse("old", before);
        AccessPolicy changed =
                AccessPolicy.parse("new", before.replace("plans:", "  GET /a/{id}: { allOf: [read:a] }\nplans:"));

        assertThat(PolicyDiff.between(old, changed, Instant.EPOCH).access())
                .extracting(change ->
                        change.request().describe() + ", " + change.request().example())
                .containsExactlyInAnyOrder(
                        "GET /{x}/b -> GET /a/{id}, GET /a/b", "no operation -> GET /a/{id}, GET /a/any");
    }

    @Test
    void unknown_clients_that_are_let_in_are_told() throws Exception {
        assertThat(diff(POLICY, POLICY.replace("unknownClient: deny", "unknownClient: trial")))
                .contains(
                        "  an unknown client\n    + gains",
                        "\"client_id\":\"other-client\"",
                        "an unknown client: no plan -> trial");
    }

    @Test
    void many_clients_that_change_alike_are_told_together() throws Exception {
        StringBuilder more = new StringBuilder();
        for (int i = 0; i < 11; i++) {
            more.append("  client-%02d: { plan: trial, scopes: [] }\n".formatted(i));
        }
        String before = POLICY.replace("unknownClient", more + "unknownClient");

        assertThat(diff(before, before.replace("scopes: []", "scopes: [read:alerts]")))
                .contains("  acme\n  client-00\n", "  client-08\n  and 2 more, in the same way\n");
    }

    private static String diff(String before, String after) throws Exception {
        AccessPolicy old = AccessPolicy.parse("old", before);
        AccessPolicy changed = AccessPolicy.parse("new", after);
        PolicyDiff diff = PolicyDiff.between(old, changed, Instant.parse("2026-11-26T12:00:00Z"));
        return new DiffReport(old, changed, diff)
                .text().stream().map(line -> line.text() + "\n").collect(Collectors.joining());
    }
}
