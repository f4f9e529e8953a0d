package weather.kwangle.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RefundsAtTheEndTest {
    @RegisterExtension
    static final GatewayUnderTest GATEWAY = new GatewayUnderTest();

    @Test
    void aPodThatStopsWritesWhatIsDueBeforeItGoes() throws Exception {
        for (int i = 0; i < 20; i++) {
            GATEWAY.send(GATEWAY.vouched("GET", "/nowhere"));
        }

        GATEWAY.context().close();

        assertThat(GATEWAY.refunds().rest()).hasSize(20);
    }
}
