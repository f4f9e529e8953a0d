package weather.kwangle.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static weather.kwangle.gateway.WeatherStandIn.answer;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import weather.kwangle.edge.Decision;
import weather.kwangle.edge.EdgeAssertion;
import weather.kwangle.edge.Limit;

class QuotaTest {
    @RegisterExtension
    static final GatewayUnderTest GATEWAY = new GatewayUnderTest();

    private static HttpRequest.Builder says(Decision decision, String path, Limit... limits) {
        return GATEWAY.request("GET", path).header(EdgeAssertion.HEADER, Edge.says(decision, "GET " + path, limits));
    }

    private static void assertLimitsShown(HttpResponse<String> response) {
        assertThat(response.headers().allValues("RateLimit"))
                .containsExactly("\"rate\";r=199;t=1, \"day\";r=996818;t=3469");
        assertThat(response.headers().allValues("RateLimit-Policy"))
                .containsExactly("\"rate\";q=200;w=2, \"day\";q=1000000;w=86400");
    }

    @Test
    void aRefusedRequestIsToldWhichLimitAndWhenToComeBack() throws Exception {
        HttpResponse<String> response =
                GATEWAY.send(says(Decision.RATE_LIMITED, "/forecast", new Limit("rate", 200, 2, 0, 1), Edge.DAY));

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        assertThat(response.headers().firstValue("RateLimit")).contains("\"rate\";r=0;t=1, \"day\";r=996818;t=3469");
        assertThat(response.headers().firstValue("RateLimit-Policy"))
                .contains("\"rate\";q=200;w=2, \"day\";q=1000000;w=86400");
        assertThat(GatewayUnderTest.json(response)).isEqualTo(GatewayUnderTest.parse("""
                {"type": "https://iana.org/assignments/http-problem-types#quota-exceeded", "title": "Quota exceeded",
                 "status": 429, "detail": "The limit \\"rate\\" is used up. Try again in 1 s.",
                 "requestId": "8b0a2d7e-3c1f-4f5a-9d67-2f1f6a1b0c3d", "violated-policies": ["rate"]}"""));
        assertThat(GATEWAY.weather().asked()).isEmpty();
    }

    @Test
    void retryAfterIsNotEarlierThanAnyViolatedLimitComesBack() throws Exception {
        HttpResponse<String> response = GATEWAY.send(says(
                Decision.QUOTA_EXCEEDED,
                "/forecast",
                new Limit("rate", 200, 2, 0, 1),
                new Limit("day", 1000, 86_400, 0, 3600),
                new Limit("month", 20_000, 2_592_000, 0, 600_000)));

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("Retry-After")).contains("600000");
        assertThat(GatewayUnderTest.json(response).get("violated-policies"))
                .extracting(JsonNode::asString)
                .containsExactly("rate", "day", "month");
    }

    @Test
    void evenARefusedUnknownPathIsOnlyRefused() throws Exception {
        assertThat(GATEWAY.send(says(Decision.RATE_LIMITED, "/nowhere", new Limit("rate", 200, 2, 0, 1)))
                        .statusCode())
                .isEqualTo(429);
    }

    @Test
    void everyMeteredAnswerShowsTheLimits() throws Exception {
        assertLimitsShown(GATEWAY.send(GATEWAY.vouched("GET", "/forecast")));
        assertLimitsShown(GATEWAY.send(GATEWAY.vouched("GET", "/nowhere")));
        assertLimitsShown(GATEWAY.send(GATEWAY.vouched("DELETE", "/forecast")));

        GATEWAY.weather().answers(answer(404, "application/problem+json", "{}"));
        assertLimitsShown(GATEWAY.send(GATEWAY.vouched("GET", "/forecast")));

        GATEWAY.weather().answers(answer(500, "text/plain", "oops"));
        assertLimitsShown(GATEWAY.send(GATEWAY.vouched("GET", "/forecast")));
    }

    @Test
    void theServiceHasNoSayInTheLimits() throws Exception {
        GATEWAY.weather()
                .answers((request, response) -> response.header("RateLimit", "\"forged\";r=1;t=1")
                        .header("RateLimit-Policy", "\"forged\";q=1;w=1")
                        .header("X-Request-Id", "forged")
                        .send());

        HttpResponse<String> response = GATEWAY.send(GATEWAY.vouched("GET", "/forecast"));

        assertLimitsShown(response);
        assertThat(response.headers().allValues("X-Request-Id")).containsExactly(Edge.REQUEST_ID);
    }

    @Test
    void usageIsAnsweredWhenEverythingIsUsedUp() throws Exception {
        HttpResponse<String> response = GATEWAY.send(says(
                Decision.ALLOW,
                "/usage",
                new Limit("rate", 200, 2, 0, 1),
                new Limit("day", 1000, 86_400, 0, 3600),
                new Limit("usage", 5, 5, 4, 1)));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(GatewayUnderTest.json(response).get("limits"))
                .extracting(limit -> limit.get("name").asString())
                .containsExactly("rate", "day");
    }

    @Test
    void usageHasASmallRateOfItsOwn() throws Exception {
        HttpResponse<String> response = GATEWAY.send(says(
                Decision.RATE_LIMITED,
                "/usage",
                new Limit("day", 1000, 86_400, 0, 3600),
                new Limit("usage", 5, 5, 0, 1)));

        assertThat(response.statusCode()).isEqualTo(429);
        assertThat(response.headers().firstValue("Retry-After")).contains("1");
        assertThat(GatewayUnderTest.json(response).get("violated-policies"))
                .extracting(JsonNode::asString)
                .containsExactly("usage");
    }
}
