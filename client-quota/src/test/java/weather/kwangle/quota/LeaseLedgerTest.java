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

class LeaseLedgerTest extends QuotaLedgerContract {

    private static final Limits LIMITS = new Limits(10, 20, OptionalLong.of(1000), OptionalLong.of(10_000));

    private final TestClock clock = TestClock.at("2026-11-23T10:00:00Z");

    LeaseLedgerTest() {
        super(new InMemoryLedgerStore());
    }

    @Test
    void a_request_of_a_known_client_costs_one_write_busy_or_idle() {
        var store = new InMemoryLedgerStore();
        var ledger = TestLedgers.steady(store, clock);

        for (int i = 0; i < 5; i++) {
            ledger.reserve("busy", LIMITS);
        }
        clock.advance(Duration.ofMinutes(1));
        ledger.reserve("busy", LIMITS);

        assertThat(store.charges()).isEqualTo(6);
    }

    @Test
    void a_refusal_of_a_known_client_costs_one_write() {
        var store = new InMemoryLedgerStore();
        var ledger = TestLedgers.steady(store, clock);
        for (int i = 0; i < 20; i++) {
            ledger.reserve("full", LIMITS);
        }

        ledger.reserve("full", LIMITS);

        assertThat(store.charges()).isEqualTo(21);
    }

    @Test
    void a_wrong_guess_costs_a_second_write() {
        var store = new InMemoryLedgerStore();
        TestLedgers.steady(store, clock).reserve("busy", LIMITS);
        var newcomer = TestLedgers.steady(store, clock);

        assertThat(newcomer.reserve("busy", LIMITS)).isInstanceOf(Admitted.class);

        assertThat(store.charges()).isEqualTo(3);
    }

    @Test
    void a_store_that_refuses_without_reason_is_given_up() {
        var ledger = TestLedgers.steady(new Stubborn(), clock);

        assertThatThrownBy(() -> ledger.reserve("client", LIMITS))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("the account of client refused 4 charges that it had room for");
    }

    @Test
    void counters_of_the_last_31_days_stay_and_older_ones_go_together() {
        var store = new InMemoryLedgerStore();
        var ledger = TestLedgers.steady(store, clock);

        for (int day = 0; day < 365; day++) {
            ledger.reserve("daily", LIMITS);
            clock.advance(Duration.ofDays(1));
        }

        assertThat(store.forgotten()).isBetween(30, 50);
        assertThat(store.read("daily").numbers())
                .hasSizeLessThan(45)
                .containsKeys("d20271122", "d20271023", "m202711", "m202710");
    }

    @Test
    void an_admitted_request_stays_admitted_when_old_counters_cannot_be_removed() {
        var store = new InMemoryLedgerStore();
        var forgetful = TestLedgers.steady(new Unforgetting(store), clock);

        for (int day = 0; day < 60; day++) {
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
        public void forget(String clientId, Set<String> windows) {}
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
        public void forget(String clientId, Set<String> windows) {
            throw new LedgerUnavailableException("the table is away");
        }
    }
}
