package weather.kwangle.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;

class ProbesTest {
    @RegisterExtension
    static final GatewayUnderTest GATEWAY = new GatewayUnderTest();

    private static int ask(String probe) throws Exception {
        return GATEWAY.send(GATEWAY.request("GET", probe)).statusCode();
    }

    @Test
    void aStartedGatewayIsHealthyReadyAndStarted() throws Exception {
        assertThat(ask("/health")).isEqualTo(200);
        assertThat(ask("/ready")).isEqualTo(200);
        assertThat(ask("/startup")).isEqualTo(200);
        assertThat(GATEWAY.weather().asked()).isEmpty();
    }

    @Test
    void aGatewayThatRefusesTrafficIsUnreadyButNeitherDeadNorUnstarted() throws Exception {
        assertThat(ask("/startup")).isEqualTo(200);
        AvailabilityChangeEvent.publish(GATEWAY.context(), ReadinessState.REFUSING_TRAFFIC);
        try {
            assertThat(ask("/ready")).isEqualTo(503);
            assertThat(ask("/health")).isEqualTo(200);
            assertThat(ask("/startup")).isEqualTo(200);
        } finally {
            AvailabilityChangeEvent.publish(GATEWAY.context(), ReadinessState.ACCEPTING_TRAFFIC);
        }
    }

    @Test
    void aBrokenGatewayIsReportedForARestart() throws Exception {
        AvailabilityChangeEvent.publish(GATEWAY.context(), LivenessState.BROKEN);
        try {
            assertThat(ask("/health")).isEqualTo(503);
        } finally {
            AvailabilityChangeEvent.publish(GATEWAY.context(), LivenessState.CORRECT);
        }
    }
}
