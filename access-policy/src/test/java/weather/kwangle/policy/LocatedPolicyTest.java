package weather.kwangle.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LocatedPolicyTest {

    @Test
    void every_part_is_where_it_stands_and_one_that_is_left_out_at_the_head() throws Exception {
        LocatedPolicy policy = LocatedPolicy.parse(
                "p.yaml",
                PolicyTexts.SMALL
                        .replace("breakGlass: []", """
                audience: https://api
                breakGlass:
                  - { client: a, by: a, why: b, until: 2026-12-01T00:00:00Z }
                  - { client: b, by: a, why: b, until: 2026-12-01T00:00:00Z }
                """)
                        .replace("scopes: [read:forecast] }", "scopes: [], groups: { staff: [read:forecast] } }"));

        assertThat(policy.placeOf(new Part.OperationRule(Operation.parse("POST /forecast"))))
                .hasToString("p.yaml:5:3");
        assertThat(policy.placeOf(new Part.PlanLimits("partner"))).hasToString("p.yaml:8:3");
        assertThat(policy.placeOf(new Part.ClientEntry("acme"))).hasToString("p.yaml:10:3");
        assertThat(policy.placeOf(new Part.ClientGroup("acme", "staff"))).hasToString("p.yaml:10:48");
        assertThat(policy.placeOf(new Part.UnknownClient())).hasToString("p.yaml:11:16");
        assertThat(policy.placeOf(new Part.Audience())).hasToString("p.yaml:12:11");
        assertThat(policy.placeOf(new Part.BreakGlassEntry(1))).hasToString("p.yaml:15:5");
        assertThat(policy.placeOf(new Part.ClientEntry("other")).fileAndLine()).isEqualTo("p.yaml:1");
    }
}
