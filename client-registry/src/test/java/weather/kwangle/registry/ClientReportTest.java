package weather.kwangle.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.quota.RegistryEntry;

class ClientReportTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final Instant LATER = Instant.parse("2026-12-01T00:00:00Z");

    @Test
    void the_policy_wins_over_the_table_and_that_is_said() {
        ClientReport report = report("acme-weather", RegistryEntry.active("trial"), NOW);

        assertThat(report.planInWords()).isEqualTo("partner, by the policy; the table's trial does not count");
        assertThat(report.tree()).containsEntry("plan", "partner").containsEntry("tablePlan", "trial");
    }

    @Test
    void a_plan_that_the_policy_lost_refuses_its_clients() {
        ClientReport report = report("newcomer", RegistryEntry.active("gold"), NOW);

        assertThat(report.planInWords()).isEqualTo("none, so it is refused: the policy has no plan gold");
        assertThat(report.tree()).doesNotContainKey("plan");
    }

    @Test
    void a_suspension_holds_until_its_end_and_is_said_afterwards() {
        RegistryEntry entry = RegistryEntry.active("trial").suspended("ana", "leaked secret", Optional.of(LATER));

        assertThat(report("newcomer", entry, NOW).statusInWords())
                .isEqualTo("suspended by ana (leaked secret) until 2026-12-01T00:00:00Z");
        assertThat(report("newcomer", entry, NOW).tree()).containsEntry("status", "suspended");
        assertThat(report("newcomer", entry, LATER).statusInWords())
                .isEqualTo("active, no longer suspended by ana (leaked secret) until 2026-12-01T00:00:00Z");
        assertThat(report("newcomer", entry, LATER).tree()).containsEntry("status", "active");
    }

    @Test
    void nobody_knows_who_is_in_neither() {
        assertThat(report("stranger", RegistryEntry.NOTHING, NOW).isKnown()).isFalse();
        assertThat(report("acme-weather", RegistryEntry.NOTHING, NOW).isKnown()).isTrue();
    }

    @Test
    void the_plan_of_an_unknown_client_is_told_as_such() throws Exception {
        ClientReport report = ClientReport.of(policy("unknownClient: trial"), "stranger", RegistryEntry.NOTHING, NOW);

        assertThat(report.planInWords()).isEqualTo("trial, as every unknown client");
        assertThat(report.tree()).containsEntry("planSource", "unknown-client");
    }

    private static ClientReport report(String id, RegistryEntry entry, Instant at) {
        try {
            return ClientReport.of(policy("unknownClient: deny"), id, entry, at);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static AccessPolicy policy(String unknownClient) throws Exception {
        Path file = Path.of("../access-policy/policy/access-policy.yaml");
        return AccessPolicy.parse(
                file.toString(), Files.readString(file).replace("unknownClient: deny", unknownClient));
    }
}
