package weather.kwangle.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationListener;
import reactor.core.publisher.Mono;

class GracefulShutdownTest {
    @RegisterExtension
    static final GatewayUnderTest GATEWAY = new GatewayUnderTest("gateway.drain-quiet=100ms");

    @Test
    void aRequestThatIsUnderWayIsAnsweredAfterReadinessIsGoneAndAConnectionThatRestsIsClosed() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CompletableFuture<String> weather = new CompletableFuture<>();
        GATEWAY.weather().answers((request, response) -> {
            asked.countDown();
            return response.sendString(Mono.fromFuture(weather)).then();
        });
        GATEWAY.context().addApplicationListener((ApplicationListener<AvailabilityChangeEvent<?>>) event -> {
            if (event.getState() == ReadinessState.REFUSING_TRAFFIC) {
                weather.complete("late");
            }
        });
        try (KeptCaller resting = new KeptCaller(GATEWAY.port());
                ExecutorService background = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<HttpResponse<String>> answer =
                    background.submit(() -> GATEWAY.send(GATEWAY.vouched("GET", "/forecast")));
            assertThat(asked.await(10, TimeUnit.SECONDS)).isTrue();

            GATEWAY.context().close();

            assertThat(answer.get(10, TimeUnit.SECONDS).body()).isEqualTo("late");
            assertThat(resting.seesTheEnd()).isTrue();
        }
    }
}
