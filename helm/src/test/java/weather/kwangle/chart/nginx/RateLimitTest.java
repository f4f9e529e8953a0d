package weather.kwangle.chart.nginx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.chart.nginx.RawHttp.Answer;
import weather.kwangle.chart.release.Releases;

/**
 * The limit that stands behind the plans' own, with numbers that a test can reach: one request a minute and nine at once
 * beyond it.
 */
class RateLimitTest {
    private static final int BURST = 9;
    private static final NginxConfiguration CONFIGURATION = NginxConfiguration.of(
                    Releases.of("production").with("ingress.rateLimit.burst", Integer.toString(BURST)))
            .with("limit-req-rate", "1r/m");

    private GatewayStandIn gateway;
    private Nginx nginx;

    @BeforeEach
    void start(@TempDir Path folder) throws IOException, InterruptedException {
        gateway = GatewayStandIn.start();
        nginx = Nginx.start(CONFIGURATION, folder, gateway.port());
    }

    @AfterEach
    void stop() {
        if (nginx != null) {
            nginx.close();
        }
        gateway.close();
    }

    @Test
    void aBurstOfOneClientDoesNotTouchAnotherBehindTheSameAddress() throws IOException {
        List<Answer> greedy = ask(30, "X-Client-Id: greedy");
        List<Answer> modest = ask(1 + BURST, "X-Client-Id: modest");

        assertThat(greedy.subList(0, 1 + BURST)).extracting(Answer::status).containsOnly(200);
        assertThat(greedy.subList(1 + BURST, 30)).extracting(Answer::status).containsOnly(429);
        assertThat(modest).extracting(Answer::status).containsOnly(200);
    }

    @Test
    void aRequestWithoutAClientIsLimitedByItsAddress() throws IOException {
        List<Answer> nameless = ask(30);

        assertThat(nameless.subList(0, 1 + BURST)).extracting(Answer::status).containsOnly(200);
        assertThat(nameless.subList(1 + BURST, 30)).extracting(Answer::status).containsOnly(429);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For", "X-Real-IP"})
    void aChangingAddressInAHeaderDoesNotHelp(String header) throws IOException {
        assertThat(askFromManyAddresses(nginx, header)).endsWith(429);
    }

    /** Otherwise the test above could not fail. */
    @Test
    void itWouldHelpWhereTheControllerBelievedTheHeader(@TempDir Path own) throws IOException, InterruptedException {
        NginxConfiguration credulous = CONFIGURATION
                .withSetting("set-real-ip-from", "10.0.11.0/24")
                .withSetting("real-ip-header", "X-Forwarded-For");
        try (Nginx other = Nginx.start(credulous, own, gateway.port())) {
            assertThat(askFromManyAddresses(other, "X-Forwarded-For")).containsOnly(200);
        }
    }

    @Test
    void allPathsOfAClientCountTogether() throws IOException {
        ask(1 + BURST, "X-Client-Id: a");

        assertThat(nginx.http()
                        .get(CONFIGURATION.host(), "/places", "X-Client-Id: a")
                        .status())
                .isEqualTo(429);
    }

    @Test
    void aRefusalIsAProblemThatSaysWhenToAskAgain() throws IOException {
        Answer refusal = ask(2 + BURST, "X-Client-Id: a").getLast();

        assertThat(refusal.status()).isEqualTo(429);
        assertThat(refusal.headers())
                .containsEntry("content-type", "application/problem+json")
                .containsEntry("retry-after", "1");
        assertThat(refusal.json().get("type").getAsString())
                .isEqualTo("https://iana.org/assignments/http-problem-types#quota-exceeded");
        assertThat(refusal.json().getAsJsonArray("violated-policies").toString())
                .isEqualTo("[\"ingress\"]");
    }

    private static List<Integer> askFromManyAddresses(Nginx nginx, String header) throws IOException {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 2 + BURST; i++) {
            statuses.add(nginx.http()
                    .get(CONFIGURATION.host(), "/forecast", "X-Client-Id: greedy", header + ": 192.0.2." + i)
                    .status());
        }
        return statuses;
    }

    private List<Answer> ask(int times, String... headerLines) throws IOException {
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            answers.add(nginx.http().get(CONFIGURATION.host(), "/forecast", headerLines));
        }
        return answers;
    }
}
