package weather.kwangle.forecast.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Takes the service's patience with a request, 8 s. */
@Tag("slow")
class SlowRequestTest {

    @Test
    void aBodyThatNeverEndsIsGivenUpWithAProblem() throws Exception {
        String answer = RawHttp.exchange("""
                POST /forecast HTTP/1.1\r
                Host: localhost\r
                Content-Type: application/json\r
                Content-Length: 100\r
                \r
                {"locations":[""");

        assertThat(answer).startsWith("HTTP/1.1 408 ").contains("/problems/request-timeout");
    }
}
