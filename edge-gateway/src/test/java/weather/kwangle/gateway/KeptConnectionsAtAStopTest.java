package weather.kwangle.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Nobody rests long enough here to be closed without a word. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KeptConnectionsAtAStopTest {
    private static final String FIRST_HALF = "{\"days\":";
    private static final String SECOND_HALF = "[]}";

    @RegisterExtension
    static final GatewayUnderTest GATEWAY = new GatewayUnderTest("gateway.drain-quiet=1h");

    @Test
    void eachRequestIsAnsweredToTheEndAndTheLastAnswerSaysThatItIsTheLast() throws Exception {
        CompletableFuture<String> secondHalf = new CompletableFuture<>();
        GATEWAY.weather().answers((request, response) -> {
            if (request.uri().endsWith("=halfway")) {
                int length = FIRST_HALF.length() + SECOND_HALF.length();
                return response.header("Content-Length", Integer.toString(length))
                        .sendString(Flux.concat(Mono.just(FIRST_HALF), Mono.fromFuture(secondHalf)))
                        .then();
            }
            return WeatherStandIn.ok().apply(request, response);
        });
        try (KeptCaller halfway = new KeptCaller(GATEWAY.port());
                KeptCaller talker = new KeptCaller(GATEWAY.port());
                ExecutorService background = Executors.newVirtualThreadPerTaskExecutor()) {
            halfway.asksForecast("halfway");
            KeptCaller.Head begun = halfway.head();
            assertThat(halfway.body(FIRST_HALF.length())).isEqualTo(FIRST_HALF);

            Future<?> stop = background.submit(() -> GATEWAY.context().close());

            asksUntilTold(talker);
            assertThat(begun.saysClose()).isFalse();
            secondHalf.complete(SECOND_HALF);
            assertThat(halfway.body(SECOND_HALF.length())).isEqualTo(SECOND_HALF);
            asksUntilTold(halfway);
            stop.get(20, TimeUnit.SECONDS);
        }
    }

    private static void asksUntilTold(KeptCaller caller) throws Exception {
        KeptCaller.Head head;
        do {
            caller.asksForecast("Hanoi");
            head = caller.head();
            assertThat(head.status()).isEqualTo(200);
            assertThat(caller.body(head.contentLength())).isEqualTo(WeatherStandIn.FORECAST);
        } while (!head.saysClose());
        assertThat(caller.seesTheEnd()).isTrue();
    }
}
