package weather.kwangle.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

class AccessLogTest {
    @RegisterExtension
    static final GatewayUnderTest GATEWAY = new GatewayUnderTest();

    private final BlockingQueue<ILoggingEvent> lines = new LinkedBlockingQueue<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event);
        }
    };

    @BeforeEach
    void listen() {
        appender.start();
        ((Logger) LoggerFactory.getLogger("access")).addAppender(appender);
    }

    @AfterEach
    void stopListening() {
        ((Logger) LoggerFactory.getLogger("access")).detachAppender(appender);
    }

    private Map<String, Object> nextLine() throws InterruptedException {
        ILoggingEvent event = lines.poll(10, TimeUnit.SECONDS);
        assertThat(event).as("one line per request").isNotNull();
        return event.getKeyValuePairs().stream().collect(Collectors.toMap(pair -> pair.key, pair -> pair.value));
    }

    @Test
    void oneLineTellsWhoAskedForWhatAndWhatBecameOfIt() throws Exception {
        GATEWAY.send(GATEWAY.vouched("GET", "/forecast?location=52.5,13.4").header("User-Agent", "acme/1.0"));

        Map<String, Object> line = nextLine();
        assertThat(line.remove("durationMs"))
                .asInstanceOf(InstanceOfAssertFactories.LONG)
                .isBetween(0L, 20_000L);
        assertThat(line)
                .isEqualTo(Map.of(
                        "requestId", Edge.REQUEST_ID,
                        "client", "acme-weather",
                        "plan", "partner",
                        "decision", "allow",
                        "method", "GET",
                        "path", "/forecast",
                        "status", 200,
                        "bytes", (long) WeatherStandIn.FORECAST.length(),
                        "outcome", "complete",
                        "userAgent", "acme/1.0"));
        assertThat(lines).isEmpty();
    }

    @Test
    void aRefusedRequestIsNamedByNobodysWordAndItsTextIsCapped() throws Exception {
        GATEWAY.send(GATEWAY.request("GET", "/" + "a".repeat(2000) + "?token=secret")
                .header("Authorization", "Bearer secret")
                .header("X-Edge-Assertion", "secret")
                .header("X-Client-Id", "somebody")
                .header("User-Agent", "a".repeat(2000)));

        Map<String, Object> line = nextLine();
        assertThat(line).containsEntry("status", 401).containsEntry("refused", "MALFORMED");
        assertThat(line).doesNotContainKeys("client", "plan", "decision");
        assertThat(line.toString()).doesNotContain("secret", "somebody").hasSizeLessThan(600);
    }

    @Test
    void probesLeaveNoLines() throws Exception {
        GATEWAY.send(GATEWAY.request("GET", "/health"));
        GATEWAY.send(GATEWAY.vouched("GET", "/usage"));

        assertThat(nextLine()).containsEntry("path", "/usage");
        assertThat(lines).isEmpty();
    }
}
