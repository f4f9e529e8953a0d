package weather.kwangle.gateway.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import weather.kwangle.edge.Decision;
import weather.kwangle.edge.EdgeAssertion;
import weather.kwangle.edge.Limit;

class RefusalTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private static EdgeAssertion assertion(Decision decision, Limit... limits) {
        return new EdgeAssertion(
                "id",
                "acme-weather",
                "partner",
                "GET /forecast",
                Set.of(),
                decision,
                List.of(limits),
                "1",
                NOW,
                NOW.plus(EdgeAssertion.LIFETIME));
    }

    @Test
    void anAllowedRequestIsNotRefusedEvenWithNothingLeft() {
        assertThat(Refusal.of(assertion(Decision.ALLOW, new Limit("day", 10, 86_400, 0, 60))))
                .isEmpty();
    }

    @Test
    void onlyEmptyLimitsAreViolated() {
        assertThat(Refusal.of(assertion(
                        Decision.QUOTA_EXCEEDED,
                        new Limit("rate", 10, 2, 5, 0),
                        new Limit("day", 10, 86_400, 0, 60),
                        new Limit("month", 100, 2_592_000, 40, 9000))))
                .contains(new Refusal(List.of("day"), 60));
    }

    @Test
    void theLastPermitOfTheDayMakesARateRefusalLast() {
        assertThat(Refusal.of(assertion(
                        Decision.RATE_LIMITED, new Limit("rate", 10, 2, 0, 1), new Limit("day", 10, 86_400, 0, 60))))
                .contains(new Refusal(List.of("rate", "day"), 60));
    }

    @Test
    void aRequestForMorePermitsThanAreLeftNamesTheLimitsOfItsKind() {
        assertThat(Refusal.of(assertion(
                        Decision.QUOTA_EXCEEDED,
                        new Limit("rate", 10, 2, 5, 1),
                        new Limit("day", 1000, 86_400, 400, 3600))))
                .contains(new Refusal(List.of("day"), 3600));
    }

    @Test
    void retryAfterIsAtLeastASecond() {
        assertThat(Refusal.of(assertion(Decision.RATE_LIMITED, new Limit("rate", 10, 2, 0, 0))))
                .contains(new Refusal(List.of("rate"), 1));
    }

    @Test
    void aDecisionWithoutLimitsIsRefusedAllTheSame() {
        assertThat(Refusal.of(assertion(Decision.RATE_LIMITED))).contains(new Refusal(List.of("rate"), 1));
    }
}
