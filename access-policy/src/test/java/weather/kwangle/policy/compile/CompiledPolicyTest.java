package weather.kwangle.policy.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.arbitrary.Policies;

class CompiledPolicyTest {

    @Property(seed = "20261126", tries = 300)
    void a_compiled_policy_says_what_its_source_says(@ForAll("policies") AccessPolicy policy) throws Exception {
        String compiled = CompiledPolicy.of(policy);

        AccessPolicy read = AccessPolicy.parse("compiled.json", compiled);

        assertThat(read.saysTheSameAs(policy)).isTrue();
        assertThat(CompiledPolicy.of(read)).isEqualTo(compiled);
    }

    @Provide
    Arbitrary<AccessPolicy> policies() {
        return Policies.any();
    }

    @Test
    void what_is_refused_by_hand_is_compiled_too() throws Exception {
        String source = """
                version: 1
                resourceServer: max-weather
                operations:
                  POST /forecast: { allOf: [write:forecast, read:forecast] }
                  GET /forecast: { anyOf: [read:forecast] }
                plans:
                  trial: { rate: 0.50/s, burst: 10, month: 7 }
                breakGlass:
                  - { client: acme, by: "Ana \\"A\\"", why: leaked, until: 2026-12-01T01:00:00+01:00 }
                  - { operation: GET /forecast, by: bob, why: überlastet, until: 2026-12-01T00:00:00Z }
                """;

        assertThat(CompiledPolicy.of(AccessPolicy.parse("p", source))).isEqualTo("""
                {"version":1,"resourceServer":"max-weather","operations":{"GET /forecast":{"anyOf":["read:forecast"]},\
                "POST /forecast":{"allOf":["read:forecast","write:forecast"]}},\
                "plans":{"trial":{"rate":"0.5/s","burst":10,"month":7}},"clients":{},"unknownClient":"deny",\
                "breakGlass":[{"client":"acme","by":"Ana \\"A\\"","why":"leaked","until":"2026-12-01T00:00:00Z"},\
                {"operation":"GET /forecast","by":"bob","why":"überlastet","until":"2026-12-01T00:00:00Z"}]}""");
    }

    @Test
    void an_audience_stands_behind_the_resource_server() throws Exception {
        String source = """
                version: 1
                audience: https://api.kwangle.weather
                resourceServer: r
                operations: { GET /a: { anyOf: [a:b] } }
                plans: { p: { rate: 1/s, burst: 1 } }
                """;
        AccessPolicy policy = AccessPolicy.parse("p", source);

        assertThat(CompiledPolicy.of(policy))
                .startsWith("{\"version\":1,\"resourceServer\":\"r\",\"audience\":\"https://api.kwangle.weather\",");
        assertThat(policy.saysTheSameAs(AccessPolicy.parse("p", source.replace("audience: https", "audience: http"))))
                .isFalse();
    }

    @Test
    void the_order_and_the_writing_of_the_source_do_not_matter() throws Exception {
        AccessPolicy one = AccessPolicy.parse("p", """
                version: 1
                resourceServer: r
                operations: { GET /a: { anyOf: [a:b, a:c] }, GET /b: { allOf: [a:b] } }
                plans: { p: { rate: 1/s, burst: 1 }, q: { rate: 2.0/s, burst: 1 } }
                """);
        AccessPolicy other = AccessPolicy.parse("p", """
                plans: { q: { burst: 1, rate: 2/s }, p: { rate: 1/s, burst: 1 } }
                operations: { GET /b: { allOf: [a:b] }, GET /a: { anyOf: [a:c, a:b] } }
                resourceServer: r
                version: 1
                unknownClient: deny
                """);

        assertThat(CompiledPolicy.of(one)).isEqualTo(CompiledPolicy.of(other));
        assertThat(one.version()).isNotEqualTo(other.version());
    }

    @Test
    void a_policy_that_cannot_be_delivered_is_refused_with_its_size() throws Exception {
        StringBuilder source = new StringBuilder("""
                version: 1
                resourceServer: r
                operations: { GET /a: { anyOf: [a:b] } }
                plans: { p: { rate: 1/s, burst: 1 } }
                clients:
                """);
        for (int i = 0; i < 30_000; i++) {
            source.append("  client-%05d: { plan: p, scopes: [a:b] }\n".formatted(i));
        }
        AccessPolicy policy = AccessPolicy.parse("p", source.toString());

        assertThatThrownBy(() -> CompiledPolicy.of(policy))
                .isInstanceOf(PolicyTooLargeException.class)
                .hasMessageMatching("the compiled policy has 1,[\\d,]+ bytes, expected at most 900,000: "
                        + "give clients their plan in the table instead");
    }
}
