package weather.kwangle.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import weather.kwangle.quota.CalendarWindow;

class UsageTest {
    @RegisterExtension
    static final GatewayUnderTest GATEWAY = new GatewayUnderTest();

    private static JsonNode usage() throws Exception {
        HttpResponse<String> response = GATEWAY.send(GATEWAY.vouched("GET", "/usage"));
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(GATEWAY.weather().asked()).isEmpty();
        return GatewayUnderTest.json(response);
    }

    @Test
    void aClientSeesItsPlanItsLimitsItsRefundsAndItsDays() throws Exception {
        LocalDate today = LocalDate.now(Clock.systemUTC());
        LocalDate yesterday = today.minusDays(1);
        var numbers = new HashMap<String, Long>();
        numbers.put(CalendarWindow.dayOf(today).attribute(), 3182L);
        numbers.put(CalendarWindow.refundsOf(today).attribute(), 17L);
        numbers.put(CalendarWindow.dayOf(yesterday).attribute(), 40_000L);
        numbers.put(CalendarWindow.refundsOf(yesterday).attribute(), 3L);
        GATEWAY.accounts().set("acme-weather", numbers);
        GATEWAY.accounts().set("other", Map.of(CalendarWindow.refundsOf(today).attribute(), 99L));

        JsonNode usage = usage();

        assertThat(usage.propertyNames()).containsExactly("client", "plan", "limits", "refunds", "days");
        assertThat(usage.get("client").asString()).isEqualTo("acme-weather");
        assertThat(usage.get("plan").asString()).isEqualTo("partner");
        assertThat(usage.get("limits")).isEqualTo(GatewayUnderTest.parse("""
                [{"name": "rate", "quota": 200, "windowSeconds": 2, "used": 1, "remaining": 199, "resetSeconds": 1},
                 {"name": "day", "quota": 1000000, "windowSeconds": 86400, "used": 3182, "remaining": 996818,
                  "resetSeconds": 3469}]"""));
        boolean sameMonth = today.getMonth() == yesterday.getMonth();
        assertThat(usage.get("refunds"))
                .isEqualTo(GatewayUnderTest.parse("{\"today\": 17, \"month\": %d}".formatted(sameMonth ? 20 : 17)));
        assertThat(usage.get("days")).hasSize(30);
        assertThat(usage.get("days").get(0))
                .isEqualTo(GatewayUnderTest.parse(
                        "{\"date\": \"%s\", \"used\": 3182, \"refunded\": 17}".formatted(today)));
        assertThat(usage.get("days").get(1))
                .isEqualTo(GatewayUnderTest.parse(
                        "{\"date\": \"%s\", \"used\": 40000, \"refunded\": 3}".formatted(yesterday)));
        assertThat(usage.get("days").get(29))
                .isEqualTo(GatewayUnderTest.parse(
                        "{\"date\": \"%s\", \"used\": 0, \"refunded\": 0}".formatted(today.minusDays(29))));
    }

    @Test
    void aClientWithoutAnAccountHasThirtyEmptyDays() throws Exception {
        assertThat(usage().get("days")).hasSize(30).allSatisfy(day -> {
            assertThat(day.get("used").asLong()).isZero();
            assertThat(day.get("refunded").asLong()).isZero();
        });
    }

    @Test
    void whoIsNamedElsewhereIsNobody() throws Exception {
        GATEWAY.accounts().set("other", Map.of("m202611", 5L));

        HttpResponse<String> response = GATEWAY.send(GATEWAY.request("GET", "/usage?client=other")
                .header("X-Client-Id", "other")
                .header("X-Edge-Assertion", Edge.allows("GET /usage")));

        assertThat(GatewayUnderTest.json(response).get("client").asString()).isEqualTo("acme-weather");
    }

    @Test
    void anAccountThatCannotBeReadIsOurFailure() throws Exception {
        GATEWAY.accounts().away(true);

        HttpResponse<String> response = GATEWAY.send(GATEWAY.vouched("GET", "/usage"));

        GatewayUnderTest.assertProblem(response, 503, "service-unavailable");
        assertThat(response.headers().firstValue("Retry-After")).contains("5");
    }
}
