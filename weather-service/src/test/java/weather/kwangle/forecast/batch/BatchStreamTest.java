package weather.kwangle.forecast.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;
import weather.kwangle.forecast.ServiceUnderTest;
import weather.kwangle.forecast.admission.Workers;
import weather.kwangle.forecast.answer.WeatherAnswers;

class BatchStreamTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant NOW = ServiceUnderTest.NOW;

    private static final int TURNS = 100;

    private final Workers workers = new Workers(1);
    private final BatchStream batches = new BatchStream(
            ServiceUnderTest.context().getBean(WeatherAnswers.class),
            ServiceUnderTest.context().getBean(JsonMapper.class),
            workers);

    @AfterEach
    void stopWorkers() {
        workers.close();
    }

    @Test
    void thePartsTogetherAreOneDocument() {
        for (int size : List.of(1, 15, 16, 17, 100)) {
            String whole = answer(size)
                    .map(part -> new String(part, StandardCharsets.UTF_8))
                    .toStream()
                    .collect(Collectors.joining());

            assertThat(ServiceUnderTest.JSON.readTree(whole).get("results")).hasSize(size);
        }
    }

    @Test
    void aReaderThatStopsReadingStopsTheComputing() {
        AtomicInteger scheduled = new AtomicInteger();
        BaseSubscriber<byte[]> reader = new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                subscription.request(1);
            }
        };
        Schedulers.onScheduleHook("count", task -> {
            scheduled.incrementAndGet();
            return task;
        });
        try {
            answer(1000).subscribe(reader);
            letTheWorkerTakeTurns();
            assertThat(scheduled.get() - TURNS)
                    .as("a slice asked for, one ahead")
                    .isLessThan(10);

            reader.requestUnbounded();
            letTheWorkerTakeTurns();
            assertThat(scheduled.get() - 2 * TURNS).as("all, 16 locations each").isGreaterThanOrEqualTo(63);
        } finally {
            Schedulers.resetOnScheduleHook("count");
            reader.cancel();
        }
    }

    /** There is one worker: what was to be computed next comes between two turns of ours, if it was asked for. */
    private void letTheWorkerTakeTurns() {
        for (int turn = 0; turn < TURNS; turn++) {
            workers.compute(() -> "turn").block(PATIENCE);
        }
    }

    private Flux<byte[]> answer(int size) {
        return batches.answer(new BatchRequest(Collections.nCopies(size, "Hanoi"), 1), NOW);
    }
}
