package weather.kwangle.gateway.refund;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import weather.kwangle.gateway.refund.RefundQueue.Batch;
import weather.kwangle.gateway.refund.RefundQueue.GivenUp;
import weather.kwangle.quota.refund.Refund;
import weather.kwangle.quota.refund.RefundBook.Settlement;
import weather.kwangle.quota.refund.RefundStore;

class RefundQueueTest {
    private static final LocalDate DAY = LocalDate.parse("2026-11-26");

    private final RefundQueue queue = new RefundQueue(1000);
    private Instant now = Instant.parse("2026-11-26T10:00:00Z");

    private static Refund refund(int number) {
        return Refund.ofEdge("request-" + number, DAY);
    }

    private void offer(String client, int from, int to) {
        IntStream.range(from, to).forEach(i -> queue.offer(client, refund(i), now));
    }

    private void pass(Duration time) {
        now = now.plus(time);
    }

    private Batch due() {
        return queue.next(now).orElseThrow();
    }

    private static Settlement given(Batch batch) {
        return new Settlement(batch.refunds(), List.of(), List.of(), List.of());
    }

    @Test
    void aFirstRefundWaitsForOthersAndTheyGoTogether() {
        offer("acme", 0, 1);
        pass(RefundQueue.LINGER.minusNanos(1));
        offer("acme", 1, 3);
        assertThat(queue.next(now)).isEmpty();

        pass(Duration.ofNanos(1));

        assertThat(due().refunds()).containsExactly(refund(0), refund(1), refund(2));
        assertThat(queue.size()).isZero();
        assertThat(queue.next(now)).isEmpty();
    }

    @Test
    void aFullBatchGoesAtOnceAndWhatIsOverWaits() {
        offer("acme", 0, RefundStore.MAX_REFUNDS + 1);

        assertThat(due().refunds()).hasSize(RefundStore.MAX_REFUNDS);
        assertThat(queue.next(now)).isEmpty();
        assertThat(queue.size()).isEqualTo(1);
    }

    @Test
    void aBatchIsOfOneClient() {
        offer("acme", 0, 2);
        offer("other", 2, 4);
        pass(RefundQueue.LINGER);

        assertThat(due()).extracting(Batch::clientId).isEqualTo("acme");
        assertThat(due().refunds()).containsExactly(refund(2), refund(3));
    }

    @Test
    void aFailedBatchIsTriedAgainAfterPausesThatDoubleUpToABound() {
        offer("acme", 0, 1);
        pass(RefundQueue.LINGER);
        Duration pause = RefundQueue.FIRST_PAUSE;
        for (int failures = 0; failures < 12; failures++) {
            queue.failed(due(), now);
            pass(pause.minusNanos(1));
            assertThat(queue.next(now)).isEmpty();
            pass(Duration.ofNanos(1));
            pause = pause.multipliedBy(2);
            if (pause.compareTo(RefundQueue.LONGEST_PAUSE) > 0) {
                pause = RefundQueue.LONGEST_PAUSE;
            }
        }

        Batch batch = due();
        assertThat(batch.refunds()).containsExactly(refund(0));
        queue.settled(batch, given(batch), now);
        offer("acme", 1, 2);
        pass(RefundQueue.LINGER);
        queue.failed(due(), now);
        pass(RefundQueue.FIRST_PAUSE);
        assertThat(queue.next(now)).as("a success makes pauses short again").isPresent();
    }

    @Test
    void oneClientsFailuresDoNotHoldUpTheOthers() {
        offer("busy", 0, RefundStore.MAX_REFUNDS + 1);
        offer("acme", 500, 501);
        pass(RefundQueue.LINGER);
        queue.failed(due(), now);
        pass(RefundQueue.FIRST_PAUSE);

        assertThat(due().clientId()).isEqualTo("acme");
    }

    @Test
    void anAccountThatOthersWriteToHoldsUpNobodyElse() {
        offer("busy", 0, RefundStore.MAX_REFUNDS + 1);
        offer("acme", 500, 501);
        pass(RefundQueue.LINGER);
        queue.busy(due(), now);

        Batch rest = due();
        assertThat(rest.clientId()).isEqualTo("acme");
        queue.settled(rest, given(rest), now);
        assertThat(due().refunds()).as("what had not met the others").containsExactly(refund(RefundStore.MAX_REFUNDS));
        assertThat(queue.next(now)).isEmpty();
        pass(RefundQueue.LINGER);
        assertThat(due().refunds()).hasSize(RefundStore.MAX_REFUNDS);
        assertThat(queue.size()).isZero();
    }

    @Test
    void whatWaitsForTooLongIsGivenUpAndSaid() {
        offer("acme", 0, 2);
        pass(RefundQueue.MAX_WAIT.minusNanos(1));
        queue.failed(due(), now);
        assertThat(queue.size()).isEqualTo(2);
        pass(RefundQueue.FIRST_PAUSE);

        queue.failed(due(), now);

        assertThat(queue.size()).isZero();
        assertThat(queue.givenUp()).isEqualTo(new GivenUp(0, 2, 0));
        assertThat(queue.givenUp()).isEqualTo(GivenUp.NONE);
    }

    @Test
    void whatFindsNoRoomIsGivenUpAndSaid() {
        var small = new RefundQueue(3);
        IntStream.range(0, 5).forEach(i -> small.offer("acme", refund(i), now));

        assertThat(small.size()).isEqualTo(3);
        assertThat(small.givenUp()).isEqualTo(new GivenUp(2, 0, 0));
    }

    @Test
    void anAccountThatHoldsTooLittleIsLookedAtOnceMoreAndThenNoMore() {
        offer("acme", 0, 2);
        pass(RefundQueue.LINGER);
        Batch first = due();
        queue.settled(first, new Settlement(List.of(refund(0)), List.of(), List.of(refund(1)), List.of()), now);
        pass(RefundQueue.SECOND_LOOK.minusNanos(1));
        assertThat(queue.next(now)).isEmpty();
        assertThat(queue.givenUp()).isEqualTo(GivenUp.NONE);
        pass(Duration.ofNanos(1));

        Batch second = due();
        assertThat(second.refunds()).containsExactly(refund(1));
        queue.settled(second, new Settlement(List.of(), List.of(), second.refunds(), List.of()), now);

        assertThat(queue.size()).isZero();
        assertThat(queue.givenUp()).isEqualTo(new GivenUp(0, 0, 1));
    }

    @Test
    void theLastBatchesGoWhetherDueOrNot() {
        offer("acme", 0, 1);
        queue.failed(queue.last(now).orElseThrow(), now);
        offer("other", 1, 2);

        assertThat(queue.next(now)).isEmpty();
        assertThat(queue.last(now)).isPresent();
        assertThat(queue.last(now)).isPresent();
        assertThat(queue.last(now)).isEmpty();
    }

    /** Nothing is lost without being counted, and nothing goes twice that was settled. */
    @Property(seed = "20261126", tries = 500)
    void whatIsOfferedIsWrittenOnceOrGivenUpOrStillThere(@ForAll Random random) {
        var small = new RefundQueue(50);
        var written = new ArrayList<Refund>();
        int offered = 0;
        long givenUp = 0;
        for (int step = 0; step < 200; step++) {
            pass(Duration.ofMillis(random.nextInt(2000)));
            for (int i = random.nextInt(6); i > 0; i--) {
                small.offer("client-" + random.nextInt(4), refund(offered++), now);
            }
            Optional<Batch> batch = small.next(now);
            if (batch.isPresent() && random.nextInt(3) == 0) {
                small.failed(batch.get(), now);
            } else if (batch.isPresent()) {
                written.addAll(batch.get().refunds());
                small.settled(batch.get(), given(batch.get()), now);
            }
            GivenUp lost = small.givenUp();
            givenUp += lost.overflowed() + lost.outdated() + lost.beyond();
        }

        assertThat(written).doesNotHaveDuplicates();
        assertThat(written.size() + givenUp + small.size()).isEqualTo(offered);
    }
}
