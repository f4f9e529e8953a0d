package weather.kwangle.quota.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import weather.kwangle.quota.Account;
import weather.kwangle.quota.Charge;
import weather.kwangle.quota.InMemoryLedgerStore;
import weather.kwangle.quota.LedgerStore;
import weather.kwangle.quota.LedgerStore.Outcome;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.TestClock;
import weather.kwangle.quota.batch.Taking.Refused;
import weather.kwangle.quota.batch.Taking.Taken;

class BatchLedgerTest extends BatchLedgerContract {

    private static final OptionalLong DAY = OptionalLong.of(100);

    private final LedgerUnavailableException failure = new LedgerUnavailableException("so it is");

    BatchLedgerTest() {
        super(new InMemoryLedgerStore());
    }

    /** Gives each charge the next of the outcomes; asked once more, it fails the test. */
    private static Taking take(List<Outcome> outcomes) {
        Deque<Outcome> left = new ArrayDeque<>(outcomes);
        var store = new LedgerStore() {
            @Override
            public Outcome charge(String clientId, Charge charge) {
                return left.remove();
            }

            @Override
            public Account read(String clientId) {
                throw new AssertionError("nothing to read");
            }

            @Override
            public void forget(String clientId, Set<String> attributes) {
                throw new AssertionError("nothing to forget");
            }
        };
        Taking taking = new BatchLedger(store, TestClock.at("2026-11-23T10:00:00Z"))
                .take("client", OptionalLong.empty(), OptionalLong.empty(), 1);
        assertThat(left).isEmpty();
        return taking;
    }

    @Test
    void a_flood_of_batches_that_do_not_fit_asks_the_table_once_a_second() {
        var store = new InMemoryLedgerStore();
        var clock = TestClock.at("2026-11-23T10:00:00Z");
        var ledger = new BatchLedger(store, clock);
        ledger.take("client", DAY, OptionalLong.empty(), 90);

        for (int i = 0; i < 10_000; i++) {
            assertThat(ledger.take("client", DAY, OptionalLong.empty(), 11))
                    .isInstanceOfSatisfying(
                            Refused.class, refused -> assertThat(refused.fits()).isEqualTo(10));
            clock.advance(Duration.ofMillis(1));
        }

        assertThat(store.charges()).isEqualTo(1 + 10);
    }

    @Test
    void what_was_refused_says_nothing_of_what_fits_of_other_limits_of_other_clients_and_of_another_day() {
        var clock = TestClock.at("2026-11-23T23:59:59.500Z");
        var ledger = new BatchLedger(new InMemoryLedgerStore(), clock);
        ledger.take("client", DAY, OptionalLong.empty(), 90);
        assertThat(ledger.take("client", DAY, OptionalLong.empty(), 20)).isInstanceOf(Refused.class);

        assertThat(ledger.take("client", DAY, OptionalLong.empty(), 10)).isInstanceOf(Taken.class);
        assertThat(ledger.take("client", OptionalLong.of(200), OptionalLong.empty(), 20))
                .isInstanceOf(Taken.class);
        assertThat(ledger.take("client", DAY, OptionalLong.of(1000), 20))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.remembered()).isFalse());
        assertThat(ledger.take("other", DAY, OptionalLong.empty(), 20)).isInstanceOf(Taken.class);
        clock.advance(Duration.ofMillis(500));
        assertThat(ledger.take("client", DAY, OptionalLong.of(1000), 20)).isInstanceOf(Taken.class);
    }

    @Test
    void a_clock_that_is_set_back_makes_no_refusal_last() {
        var clock = TestClock.at("2026-11-23T10:00:00Z");
        var ledger = new BatchLedger(new InMemoryLedgerStore(), clock);
        ledger.take("client", DAY, OptionalLong.empty(), 90);
        ledger.take("client", DAY, OptionalLong.empty(), 20);
        clock.set("2026-11-23T09:00:00Z");

        assertThat(ledger.take("client", DAY, OptionalLong.empty(), 20))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.remembered()).isFalse());
    }

    @Test
    void a_write_that_met_a_transaction_is_made_again() {
        var conflict = new Outcome.Conflict(failure);
        var charged = new Outcome.Charged(Account.EMPTY);

        assertThat(take(List.of(conflict, conflict, conflict, conflict, charged)))
                .isInstanceOf(Taken.class);
    }

    @Test
    void transactions_without_end_are_our_failure() {
        assertThatThrownBy(() -> take(Collections.nCopies(5, new Outcome.Conflict(failure))))
                .isSameAs(failure);
    }

    @Test
    void what_nobody_knows_of_is_not_asked_for_again() {
        assertThatThrownBy(() -> take(List.of(new Outcome.Unknown(failure)))).isSameAs(failure);
        assertThatThrownBy(() -> take(List.of(new Outcome.Declined(failure)))).isSameAs(failure);
    }

    @Test
    void a_refusal_without_a_reason_is_our_failure() {
        assertThatThrownBy(() -> take(List.of(new Outcome.Refused(Account.EMPTY))))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageStartingWith("the table refused permits that the account has room for: ");
    }
}
