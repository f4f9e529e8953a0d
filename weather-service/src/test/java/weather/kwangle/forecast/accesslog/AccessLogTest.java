package weather.kwangle.forecast.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static weather.kwangle.forecast.ServiceUnderTest.get;
import static weather.kwangle.forecast.ServiceUnderTest.send;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.JsonNode;
import weather.kwangle.forecast.ServiceUnderTest;

@ExtendWith(OutputCaptureExtension.class)
class AccessLogTest {

    @Test
    void aRequestIsOneLineOfJsonWithTheEdgesRequestId(CapturedOutput output) {
        send("/forecast?location=Hanoi", request -> request.header("X-Request-Id", "answered-1"));

        JsonNode line = line(output, "answered-1");
        assertThat(line.get("method").stringValue()).isEqualTo("GET");
        assertThat(line.get("path").stringValue()).isEqualTo("/forecast");
        assertThat(line.get("status").intValue()).isEqualTo(200);
        assertThat(line.get("durationMs").longValue()).isNotNegative();
        assertThat(line.get("environment").stringValue()).isEqualTo("local");
    }

    @Test
    void aRefusalIsLoggedWithItsStatus(CapturedOutput output) {
        send("/forecast?location=Xyzzyville", request -> request.header("X-Request-Id", "refused-1"));

        assertThat(line(output, "refused-1").get("status").intValue()).isEqualTo(404);
    }

    @Test
    void whereSomebodyAskedAboutStaysOutOfTheLog(CapturedOutput output) {
        send("/forecast?location=52.520812,13.409401", request -> request.header("X-Request-Id", "private-1"));

        assertThat(line(output, "private-1").toString()).doesNotContain("52.52");
        assertThat(output.getAll()).doesNotContain("52.520812");
    }

    @Test
    void probesAreNotLogged(CapturedOutput output) {
        get("/health");
        send("/forecast?location=Hanoi", request -> request.header("X-Request-Id", "after-the-probe"));

        line(output, "after-the-probe");
        assertThat(output.getAll()).doesNotContain("/health");
    }

    private static JsonNode line(CapturedOutput output, String requestId) {
        String id = "\"requestId\":\"" + requestId + "\"";
        String line = await().until(
                        () -> output.getAll()
                                .lines()
                                .filter(text -> text.contains(id))
                                .findFirst(),
                        Optional::isPresent)
                .orElseThrow();
        return ServiceUnderTest.JSON.readTree(line);
    }
}
