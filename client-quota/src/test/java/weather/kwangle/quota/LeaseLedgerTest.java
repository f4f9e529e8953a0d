package weather.kwangle.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import weather.kwangle.quota.LedgerStore.Outcome;
import weather.kwangle.quota.Reservation.Admitted;
import weather.kwangle.quota.Reservation.QuotaExceeded;
import weather.kwangle.quota.Reservation.RateLimited;

class LeaseLedgerTest extends QuotaLedgerContract {

    private static final Limits LIMITS = new Limits(10, 20, OptionalLong.of(1000), OptionalLong.of(10_000));

    private final TestClock clock = TestClock.at("2026-11-23T10:00:00Z");
    private final InMemoryLedgerStore store = new InMemoryLedgerStore();
    private final LeaseLedger ledger = TestLedgers.steady(store, clock);

    LeaseLedgerTest() {
        super(new InMemoryLedgerStore());
    }

    @Test
    void one_request_now_and_then_takes_one_permit_with_one_write() {
        for (int i = 0; i < 5; i++) {
            ledger.reserve("slow", LIMITS);
            clock.advance(Duration.ofMillis(1200));
        }

        assertThat(ledger.stats()).isEqualTo(new LedgerStats(5, 0, 5, 5, 0, 0, 0, 0, 0));
        assertThat(store.read("slow").taken("d20261123")).isEqualTo(5);
    }

    @Test
    void a_faster_client_gets_larger_leases() {
        for (int i = 0; i < 20; i++) {
            ledger.reserve("busy", LIMITS);
        }

        assertThat(store.charges()).as("of 1, 2, 4, 8 and 5 permits").isEqualTo(5);
    }

    @Test
    void a_refused_client_is_refused_without_a_write_until_a_permit_is_back() {
        for (int i = 0; i < 20; i++) {
            ledger.reserve("full", LIMITS);
        }

        for (int i = 0; i < 1000; i++) {
            assertThat(ledger.reserve("full", LIMITS)).isInstanceOf(RateLimited.class);
        }

        assertThat(store.charges()).isEqualTo(5);
        clock.advance(Duration.ofMillis(100));
        assertThat(ledger.reserve("full", LIMITS)).isInstanceOf(Admitted.class);
    }

    @Test
    void a_flood_of_looks_at_the_account_makes_hardly_more_writes_than_it_is_answered() {
        int answered = 0;
        for (int i = 0; i < 10_000; i++) {
            clock.advance(Duration.ofMillis(1));
            answered += ledger.inspect("client", LIMITS) instanceof Admitted ? 1 : 0;
        }

        assertThat(answered).as("five at once and one a second").isEqualTo(14);
        assertThat(store.charges()).isEqualTo(answered);
    }

    @Test
    void what_a_lease_left_over_is_given_back_with_the_next_one_of_the_day() {
        for (int i = 0; i < 5; i++) {
            ledger.reserve("pausing", LIMITS);
        }
        assertThat(store.read("pausing").taken("d20261123")).isEqualTo(1 + 2 + 4);
        clock.advance(Duration.ofSeconds(10));

        assertThat(ledger.reserve("pausing", LIMITS).limits())
                .extracting(LimitState::remaining)
                .containsExactly(19L, 994L, 9994L);

        assertThat(store.read("pausing").taken("d20261123")).isEqualTo(6);
        assertThat(ledger.stats().givenBack()).isEqualTo(2);
    }

    @Test
    void what_a_lease_of_yesterday_left_over_stays_counted_in_yesterday() {
        clock.set("2026-11-23T23:59:59.5Z");
        for (int i = 0; i < 5; i++) {
            ledger.reserve("late", LIMITS);
        }
        clock.set("2026-11-24T00:00:00Z");

        ledger.reserve("late", LIMITS);

        assertThat(store.read("late").numbers()).containsEntry("d20261123", 7L).containsEntry("m202611", 9L);
        assertThat(ledger.stats().dropped()).isEqualTo(2);
    }

    @Test
    void another_plan_holds_at_once_and_keeps_the_counts() {
        for (int i = 0; i < 5; i++) {
            ledger.reserve("changing", LIMITS);
        }

        var smaller = new Limits(10, 20, OptionalLong.of(5), OptionalLong.empty());
        assertThat(ledger.reserve("changing", smaller)).isInstanceOf(QuotaExceeded.class);
        assertThat(ledger.reserve("changing", LIMITS)).isInstanceOf(Admitted.class);
        assertThat(store.read("changing").taken("d20261123")).isEqualTo(7);
    }

    @Test
    void after_a_snapshot_nothing_of_before_is_used() {
        for (int i = 0; i < 5; i++) {
            ledger.reserve("restored", LIMITS);
        }

        ledger.forget();
        ledger.reserve("restored", LIMITS);

        assertThat(store.read("restored").taken("d20261123")).isEqualTo(8);
        assertThat(ledger.stats()).isEqualTo(new LedgerStats(2, 1, 1, 1, 0, 0, 0, 0, 0));
    }

    @Test
    void a_wrong_guess_costs_a_second_write() {
        ledger.reserve("busy", LIMITS);
        var newcomer = TestLedgers.steady(store, clock);

        assertThat(newcomer.reserve("busy", LIMITS)).isInstanceOf(Admitted.class);

        assertThat(store.charges()).isEqualTo(3);
    }

    @Test
    void a_store_that_refuses_without_reason_is_given_up() {
        var ledger = TestLedgers.steady(new Stubborn(), clock);

        assertThatThrownBy(() -> ledger.reserve("client", LIMITS))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("the account of client refused a charge that it had room for");
    }

    @Test
    void counters_of_the_last_31_days_stay_and_older_ones_go_with_the_next_lease() {
        for (int day = 0; day < 365; day++) {
            ledger.reserve("daily", LIMITS);
            clock.advance(Duration.ofDays(1));
        }

        assertThat(store.charges()).isEqualTo(365);
        assertThat(store.forgotten()).isZero();
        assertThat(store.read("daily").numbers())
                .hasSizeLessThan(40)
                .containsKeys("d20271122", "d20271023", "m202711", "m202710");
    }

    @Test
    void counters_that_no_instance_lives_to_remove_go_together() {
        for (int day = 0; day < 365; day++) {
            TestLedgers.steady(store, clock).reserve("daily", LIMITS);
            clock.advance(Duration.ofDays(1));
        }

        assertThat(store.forgotten()).isBetween(60, 120);
        assertThat(store.read("daily").numbers()).hasSizeLessThan(45);
    }

    @Test
    void an_admitted_request_stays_admitted_when_old_counters_cannot_be_removed() {
        for (int day = 0; day < 60; day++) {
            LeaseLedger forgetful = TestLedgers.steady(new Unforgetting(store), clock);
            assertThat(forgetful.reserve("daily", LIMITS)).isInstanceOf(Admitted.class);
            clock.advance(Duration.ofDays(1));
        }
    }

    /** Refuses whatever the account says. */
    private static final class Stubborn implements LedgerStore {
        @Override
        public Outcome charge(String clientId, Charge charge) {
            return new Outcome.Refused(new Account(Map.of()));
        }

        @Override
        public Account read(String clientId) {
            return Account.EMPTY;
        }

        @Override
        public void forget(String clientId, Set<String> attributes) {}
    }

    /** Fails to remove anything. */
    private record Unforgetting(LedgerStore store) implements LedgerStore {
        @Override
        public Outcome charge(String clientId, Charge charge) {
            return store.charge(clientId, charge);
        }

        @Override
        public Account read(String clientId) {
            return store.read(clientId);
        }

        @Override
        public void forget(String clientId, Set<String> attributes) {
            throw new LedgerUnavailableException("the table is away");
        }
    }
}
