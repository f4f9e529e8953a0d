package weather.kwangle.local.apigateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import weather.kwangle.local.lambda.InvocationOutcome.Failed;
import weather.kwangle.local.lambda.InvocationOutcome.Returned;

@Timeout(60)
class LogSubscriptionTest {
    private final CopyOnWriteArrayList<String> events = new CopyOnWriteArrayList<>();

    private static Map<String, Object> entry(String decision, String operation, int status) {
        String[] parts = operation.split(" ");
        return Map.of("decision", decision, "httpMethod", parts[0], "resourcePath", parts[1], "status", status);
    }

    @ParameterizedTest
    @CsvSource({
        "allow, GET /forecast, 503, true",
        "allow, POST /forecast, 429, true",
        "allow, GET /forecast, 403, true",
        "allow, GET /forecast, 200, false",
        "allow, GET /forecast, 304, false",
        "allow, GET /usage, 503, false",
        "rate-limited, GET /forecast, 429, false",
        "deny, GET /forecast, 403, false"
    })
    void onlyAllowedMeteredRequestsWithoutAGoodAnswerPass(
            String decision, String operation, int status, boolean passes) {
        assertThat(LogSubscription.isCandidate(entry(decision, operation, status)))
                .isEqualTo(passes);
    }

    @Test
    void aRequestWithoutADecisionIsNoCandidate() {
        assertThat(LogSubscription.isCandidate(Map.of("httpMethod", "GET", "status", 401)))
                .isFalse();
    }

    @Test
    void anEventThatFailsIsTriedThreeTimesInAll() {
        var subscription = new LogSubscription(
                event -> {
                    events.add(event);
                    return new Failed("weather.kwangle.quota.LedgerUnavailableException", "the table is away");
                },
                Clock.systemUTC());
        subscription.offer(entry("allow", "GET /forecast", 503));

        subscription.close();

        assertThat(events).hasSize(3);
        assertThat(events.stream().distinct()).hasSize(1);
    }

    @Test
    void anEventThatIsDoneIsNotTriedAgain() {
        var subscription = new LogSubscription(
                event -> {
                    events.add(event);
                    return events.size() == 1 ? new Failed("Runtime.ExitError", "") : new Returned("");
                },
                Clock.systemUTC());
        subscription.offer(entry("allow", "GET /forecast", 503));

        subscription.close();

        assertThat(events).hasSize(2);
    }
}
