package weather.kwangle.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import weather.kwangle.local.apigateway.UsagePlans.Throttle;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.PolicyParseException;
import weather.kwangle.policy.UsageKey;

class ClientKeysTest {
    private static final String POLICY = """
            version: 1
            resourceServer: max-weather
            operations:
              GET /forecast: { allOf: [read:forecast] }
            plans:
              trial: { rate: 5/s, burst: 10, day: 1000 }
              partner: { rate: 100/s, burst: 200 }
            clients:
              acme-weather: { plan: partner, scopes: [read:forecast] }
            unknownClient: deny
            breakGlass: []
            """;

    private AccessPolicy policy;
    private final Map<String, String> table = new HashMap<>();
    private final List<Instant> scans = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final Clock clock = ((InstantSource) () -> now).withZone(ZoneOffset.UTC);

    @Test
    void aClientOfThePolicyHasTwiceItsPlan() throws Exception {
        assertThat(keys("deny").find(UsageKey.of("acme-weather"))).contains(new Throttle(200, 400));
    }

    @Test
    void aPolicyThatAsksForAnAudienceChangesNoKey() throws Exception {
        assertThat(keys("deny\naudience: https://api.kwangle.weather").find(UsageKey.of("acme-weather")))
                .contains(new Throttle(200, 400));
    }

    @Test
    void aClientOfTheTableHasTwiceItsPlan() throws Exception {
        table.put("newcomer", "trial");

        assertThat(keys("deny").find(UsageKey.of("newcomer"))).contains(new Throttle(10, 20));
    }

    @Test
    void aClientThatIsAddedLaterIsFoundAndNobodyCanMakeUsScanAtWill() throws Exception {
        var keys = keys("deny");
        assertThat(keys.find(UsageKey.of("newcomer"))).isEmpty();
        table.put("newcomer", "trial");
        for (int i = 0; i < 100; i++) {
            assertThat(keys.find(UsageKey.of("newcomer"))).isEmpty();
        }
        assertThat(scans).hasSize(1);

        now = now.plus(Duration.ofSeconds(2));

        assertThat(keys.find(UsageKey.of("newcomer"))).contains(new Throttle(10, 20));
    }

    @Test
    void nobodyElseHasAKey() throws Exception {
        table.put("orphan", "no-such-plan");
        var keys = keys("deny");

        assertThat(keys.find(UsageKey.of("stranger"))).isEmpty();
        assertThat(keys.find(UsageKey.of("orphan"))).isEmpty();
        assertThat(keys.find(UsageKey.of("unknown"))).isEmpty();
        assertThat(keys.find("")).isEmpty();
    }

    @Test
    void unknownClientsShareOneKeyWithTheStagesLimitsIfThePolicyLetsThemIn() throws Exception {
        var keys = keys("trial");

        assertThat(keys.find(UsageKey.of("unknown"))).contains(new Throttle(10_000, 5_000));
        assertThat(keys.find(UsageKey.of("stranger"))).isEmpty();
    }

    @Test
    void whoComesIntoThePolicyIsFoundAtOnceAndWhoLeavesItIsNot() throws Exception {
        var keys = keys("deny");
        assertThat(keys.find(UsageKey.of("acme-weather"))).isPresent();
        policy = policy("acme-weather", "successor");

        assertThat(keys.find(UsageKey.of("successor"))).contains(new Throttle(200, 400));
        assertThat(keys.find(UsageKey.of("acme-weather"))).isEmpty();
    }

    private static AccessPolicy policy(String part, String replacement) throws PolicyParseException {
        return AccessPolicy.parse("policy.yaml", POLICY.replace(part, replacement));
    }

    private ClientKeys keys(String unknownClient) throws Exception {
        policy = policy("unknownClient: deny", "unknownClient: " + unknownClient);
        return new ClientKeys(
                () -> policy,
                () -> {
                    scans.add(now);
                    return List.copyOf(table.keySet());
                },
                client -> Optional.ofNullable(table.get(client)),
                clock);
    }
}
