package weather.kwangle.forecast.api;

import static org.assertj.core.api.Assertions.assertThat;
import static weather.kwangle.forecast.ServiceUnderTest.get;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import reactor.core.Disposable;
import reactor.core.Disposables;
import weather.kwangle.forecast.ServiceUnderTest;
import weather.kwangle.forecast.admission.Workers;

class ProbeTest {

    @AfterEach
    void acceptTraffic() {
        publish(ReadinessState.ACCEPTING_TRAFFIC);
    }

    @Test
    void aStartedServiceIsAliveAndReady() {
        assertThat(get("/health").statusCode()).isEqualTo(200);
        assertThat(get("/ready").statusCode()).isEqualTo(200);
        assertThat(get("/startup").statusCode()).isEqualTo(200);
    }

    @Test
    void aServiceThatIsShuttingDownIsAliveAndStartedButNotReady() {
        assertThat(get("/startup").statusCode()).isEqualTo(200);
        publish(ReadinessState.REFUSING_TRAFFIC);

        assertThat(get("/health").statusCode()).isEqualTo(200);
        assertThat(get("/ready").statusCode()).isEqualTo(503);
        assertThat(get("/startup").statusCode()).isEqualTo(200);
    }

    @Test
    void probesAreAnsweredWhileEveryWorkerIsBusy() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Disposable.Composite busy = Disposables.composite();
        Workers workers = ServiceUnderTest.context().getBean(Workers.class);
        for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
            busy.add(workers.compute(() -> release.await(20, TimeUnit.SECONDS)).subscribe());
        }
        CompletableFuture<Integer> question = CompletableFuture.supplyAsync(
                () -> get("/forecast?location=Hanoi").statusCode());
        try {
            assertThat(get("/health").statusCode()).isEqualTo(200);
            assertThat(get("/ready").statusCode()).isEqualTo(200);
            assertThat(question).isNotDone();
        } finally {
            release.countDown();
        }
        assertThat(question).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(200);
    }

    private static void publish(ReadinessState state) {
        AvailabilityChangeEvent.publish(ServiceUnderTest.context(), state);
    }
}
