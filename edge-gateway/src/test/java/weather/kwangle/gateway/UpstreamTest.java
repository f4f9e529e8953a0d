package weather.kwangle.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weather.kwangle.gateway.WeatherStandIn.answer;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Without the bounds that it proves, a request of this test would never end; then the timeout is what fails. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UpstreamTest {
    private static final Duration RESPONSE_TIMEOUT = Duration.ofMillis(400);
    private static final Duration DEADLINE = Duration.ofMillis(900);

    @RegisterExtension
    static final GatewayUnderTest GATEWAY = new GatewayUnderTest(
            "gateway.upstream.response-timeout=" + RESPONSE_TIMEOUT, "gateway.upstream.deadline=" + DEADLINE);

    private static HttpResponse<String> forecast() throws IOException, InterruptedException {
        return GATEWAY.send(GATEWAY.vouched("GET", "/forecast"));
    }

    @ParameterizedTest
    @CsvSource({
        "400, application/problem+json",
        "422, application/problem+json;charset=utf-8",
        "503, Application/Problem+JSON"
    })
    void whatTheServiceExplainsPassesUnchanged(int status, String contentType) throws Exception {
        String problem = "{\"type\":\"https://api.kwangle.weather/problems/invalid-parameter\",\"status\":400}";
        GATEWAY.weather().answers(answer(status, contentType, problem));

        HttpResponse<String> response = forecast();

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().allValues("Content-Type")).containsExactly(contentType);
        assertThat(response.body()).isEqualTo(problem);
    }

    @ParameterizedTest
    @CsvSource({
        "500, 502, bad-gateway",
        "502, 502, bad-gateway",
        "501, 502, bad-gateway",
        "507, 502, bad-gateway",
        "503, 503, service-unavailable",
        "504, 504, upstream-timeout",
        "404, 404, not-found",
        "400, 400, bad-request",
        "413, 413, payload-too-large",
        "415, 415, unsupported-media-type",
        "406, 406, not-acceptable"
    })
    void anErrorThatIsNotExplainedStaysBehind(int upstream, int status, String slug) throws Exception {
        String secret = "java.lang.NullPointerException at weather.kwangle.Secret";
        GATEWAY.weather()
                .answers((request, response) -> answer(upstream, "text/html", secret)
                        .apply(request, response.header("X-Debug", secret).header("Content-Encoding", "identity")));

        HttpResponse<String> response = forecast();

        GatewayUnderTest.assertProblem(response, status, slug);
        assertThat(response.body()).doesNotContain("NullPointer");
        assertThat(response.headers().map()).doesNotContainKeys("x-debug", "content-encoding");
        assertThat(response.headers().firstValue("Retry-After").isPresent()).isEqualTo(status == 503);
    }

    @Test
    void aRedirectIsNotFollowed() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        GATEWAY.weather().answers((request, response) -> {
            calls.incrementAndGet();
            return response.status(302).header("Location", "/current").send();
        });

        assertThat(forecast().statusCode()).isEqualTo(302);
        assertThat(calls).hasValue(1);
    }

    @Test
    void anAnswerThatDoesNotBeginIsCutAtTheResponseTimeout() throws Exception {
        GATEWAY.weather().answers((request, response) -> Mono.never());

        long start = System.nanoTime();
        GatewayUnderTest.assertProblem(forecast(), 504, "upstream-timeout");

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(RESPONSE_TIMEOUT, DEADLINE);
    }

    @Test
    void aBodyThatDripsIsCutAtTheDeadline() throws Exception {
        GATEWAY.weather()
                .answers((request, response) -> response.header("Content-Type", "application/json")
                        .sendString(Flux.interval(Duration.ofMillis(50)).map(i -> " "), UTF_8)
                        .then());

        long start = System.nanoTime();
        assertThatThrownBy(UpstreamTest::forecast).isInstanceOf(IOException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isGreaterThanOrEqualTo(DEADLINE)
                .isLessThan(DEADLINE.multipliedBy(5));
    }

    @Test
    void theNextRequestIsServedAfterOneWasCut() throws Exception {
        GATEWAY.weather().answers((request, response) -> Mono.never());
        GatewayUnderTest.assertProblem(forecast(), 504, "upstream-timeout");

        GATEWAY.weather().answers(WeatherStandIn.ok());
        assertThat(forecast().statusCode()).isEqualTo(200);
    }

    @Test
    void anAnswerOfTheServiceIsNotRepeatedOnFailure() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        GATEWAY.weather().answers((request, response) -> {
            calls.incrementAndGet();
            return answer(503, "text/plain", "busy").apply(request, response);
        });

        GatewayUnderTest.assertProblem(forecast(), 503, "service-unavailable");
        assertThat(calls).hasValue(1);
    }
}
