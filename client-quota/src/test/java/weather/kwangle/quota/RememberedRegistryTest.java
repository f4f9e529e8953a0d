package weather.kwangle.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What is known of a client outlives the table by fifteen seconds at least, and by thirty at most. */
class RememberedRegistryTest {

    private static final RegistryEntry TRIAL = RegistryEntry.active("trial");
    private static final RegistryEntry PARTNER = RegistryEntry.active("partner");
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(1_250);

    private final TestClock clock = TestClock.at("2026-11-23T10:00:00Z");
    private final List<String> reads = new ArrayList<>();
    private Supplier<RegistryReading> table = () -> found(TRIAL);

    private final RememberedRegistry registry = new RememberedRegistry(this::read, clock, clock::ticks, new Random(1));

    private RegistryReading read(String client, Optional<Duration> atMost) {
        reads.add(client + " in " + atMost.orElseThrow().toMillis() + " ms");
        return table.get();
    }

    private Optional<RegistryEntry> find(String client) {
        return registry.find(client, new TableTime(TableTime.OF_A_DECISION, clock::ticks));
    }

    private static RegistryReading found(RegistryEntry entry) {
        return new RegistryReading.Found(Optional.of(entry));
    }

    private void tableIsAway() {
        table = () -> new RegistryReading.Unanswered(new LedgerUnavailableException("away"));
    }

    @Test
    void a_young_entry_is_not_read_again() {
        find("one");
        clock.advance(Duration.ofSeconds(15).minusNanos(1));

        assertThat(find("one")).contains(TRIAL);

        assertThat(reads).containsExactly("one in 500 ms");
    }

    @Test
    void an_entry_is_read_ahead_from_fifteen_seconds_on_and_the_new_one_counts_at_once() {
        find("one");
        clock.advance(Duration.ofSeconds(15));
        table = () -> found(PARTNER);

        assertThat(find("one")).contains(PARTNER);

        assertThat(reads).containsExactly("one in 500 ms", "one in 100 ms");
    }

    @Test
    void a_table_that_is_away_leaves_the_known_entry_until_it_is_thirty_seconds_old() {
        find("one");
        tableIsAway();

        clock.advance(Duration.ofSeconds(30).minusNanos(1));
        assertThat(find("one")).contains(TRIAL);
        clock.advance(Duration.ofNanos(1));
        assertThatThrownBy(() -> find("one"))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessage("away");
    }

    @Test
    void a_read_ahead_that_failed_is_not_repeated_for_a_second_and_is_within_a_quarter_more() {
        find("one");
        tableIsAway();
        clock.advance(Duration.ofSeconds(15));
        find("one");

        clock.advance(Duration.ofSeconds(1).minusNanos(1));
        find("one");
        assertThat(reads).containsExactly("one in 500 ms", "one in 100 ms");

        clock.advance(Duration.ofMillis(250));
        find("one");
        assertThat(reads).containsExactly("one in 500 ms", "one in 100 ms", "one in 100 ms");
    }

    @Test
    void who_is_not_known_fails_at_once_for_a_second_after_a_read_that_failed() {
        tableIsAway();
        assertThatThrownBy(() -> find("one")).hasMessage("away");

        clock.advance(Duration.ofSeconds(1).minusNanos(1));
        assertThatThrownBy(() -> find("one")).hasMessage("away");
        assertThat(reads).hasSize(1);

        table = () -> found(TRIAL);
        clock.advance(LONGEST_PAUSE);
        assertThat(find("one")).contains(TRIAL);
    }

    @Test
    void after_three_reads_without_an_answer_one_a_second_is_tried_for_all_clients() {
        tableIsAway();
        for (int i = 0; i < 50; i++) {
            String client = "client-" + i;
            assertThatThrownBy(() -> find(client)).isInstanceOf(LedgerUnavailableException.class);
        }
        assertThat(reads).hasSize(3);

        clock.advance(Duration.ofSeconds(1));
        for (int i = 50; i < 100; i++) {
            String client = "client-" + i;
            assertThatThrownBy(() -> find(client)).isInstanceOf(LedgerUnavailableException.class);
        }
        assertThat(reads).hasSize(4);

        table = () -> found(TRIAL);
        clock.advance(LONGEST_PAUSE);
        assertThat(find("client-0")).contains(TRIAL);
        assertThat(find("client-1")).contains(TRIAL);
    }

    @Test
    void what_cannot_be_read_of_one_client_is_no_trouble_for_the_others() {
        table = () -> new RegistryReading.Declined(new LedgerUnavailableException("unreadable"));
        for (int i = 0; i < 10; i++) {
            String client = "client-" + i;
            assertThatThrownBy(() -> find(client)).hasMessage("unreadable");
        }
        table = () -> found(TRIAL);

        assertThat(find("other")).contains(TRIAL);
    }

    @Test
    void an_entry_that_ends_while_it_is_read_anew_is_not_used() {
        find("one");
        clock.advance(Duration.ofMillis(29_900));
        table = () -> {
            clock.advance(Duration.ofMillis(150));
            return new RegistryReading.Unanswered(new LedgerUnavailableException("away"));
        };

        assertThatThrownBy(() -> find("one")).hasMessage("away");
    }

    @Test
    void an_answer_that_comes_too_late_to_be_used_is_not() {
        table = () -> {
            clock.advance(Duration.ofSeconds(30));
            return found(TRIAL);
        };

        assertThatThrownBy(() -> find("one")).hasMessageStartingWith("the table took too long");
    }

    @Test
    void what_was_forgotten_is_read_anew_and_failures_are_too() {
        find("one");
        tableIsAway();
        assertThatThrownBy(() -> find("two")).hasMessage("away");
        table = () -> found(PARTNER);

        registry.forget();

        assertThat(find("one")).contains(PARTNER);
        assertThat(find("two")).contains(PARTNER);
    }

    @Test
    void while_one_reads_ahead_the_others_go_on_with_what_is_known() throws Exception {
        find("one");
        clock.advance(Duration.ofSeconds(20));
        var reading = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        table = () -> {
            reading.countDown();
            await(answer);
            return found(PARTNER);
        };
        var first = CompletableFuture.supplyAsync(() -> find("one"));
        await(reading);

        assertThat(find("one")).contains(TRIAL);
        answer.countDown();
        assertThat(first.get(10, TimeUnit.SECONDS)).contains(PARTNER);
        assertThat(find("one")).contains(PARTNER);
        assertThat(reads).containsExactly("one in 500 ms", "one in 100 ms");
    }

    @Test
    void all_who_ask_for_an_unknown_client_share_one_read() throws Exception {
        var reading = new CountDownLatch(1);
        var answer = new CountDownLatch(1);
        table = () -> {
            reading.countDown();
            await(answer);
            return found(TRIAL);
        };
        var first = CompletableFuture.supplyAsync(() -> find("one"));
        await(reading);
        var second = CompletableFuture.supplyAsync(() -> find("one"));
        answer.countDown();

        assertThat(first.get(10, TimeUnit.SECONDS)).contains(TRIAL);
        assertThat(second.get(10, TimeUnit.SECONDS)).contains(TRIAL);
        assertThat(reads).containsExactly("one in 500 ms");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
