package weather.kwangle.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

class ShutdownTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Test
    void aRequestInHandIsAnsweredBeforeTheServiceStops() throws Exception {
        try (ConfigurableApplicationContext service = ServiceUnderTest.start(HeldClock.class);
                HttpClient http = HttpClient.newHttpClient()) {
            HeldClock.Gate gate = service.getBean(HeldClock.Gate.class);
            CompletableFuture<HttpResponse<String>> answer = http.sendAsync(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:"
                                    + service.getEnvironment().getProperty("local.server.port")
                                    + "/forecast?location=Hanoi"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(gate.reached.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();

            ApplicationAvailability availability = service.getBean(ApplicationAvailability.class);
            CompletableFuture<Void> closing = CompletableFuture.runAsync(service::close);
            await().atMost(PATIENCE).until(() -> availability.getReadinessState() == ReadinessState.REFUSING_TRAFFIC);
            assertThat(answer).isNotDone();
            assertThat(closing).isNotDone();
            gate.open.countDown();

            assertThat(answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).statusCode())
                    .isEqualTo(200);
            assertThat(closing).succeedsWithin(PATIENCE);
        }
    }

    /** A service whose answers wait at the clock until the test lets them pass. */
    @Configuration(proxyBeanMethods = false)
    static class HeldClock {
        @Bean
        @Primary
        Gate heldClock() {
            return new Gate();
        }

        static final class Gate extends Clock {
            private final CountDownLatch reached = new CountDownLatch(1);
            private final CountDownLatch open = new CountDownLatch(1);

            @Override
            public Instant instant() {
                reached.countDown();
                try {
                    assertThat(open.await(4, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return ServiceUnderTest.NOW;
            }

            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                throw new UnsupportedOperationException("zones come with places");
            }
        }
    }
}
