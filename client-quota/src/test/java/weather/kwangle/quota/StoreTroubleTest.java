package weather.kwangle.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import weather.kwangle.quota.LedgerStore.Outcome;
import weather.kwangle.quota.Reservation.Admitted;
import weather.kwangle.quota.Reservation.QuotaExceeded;

/** What the ledger does when the store does not answer, or declines. */
class StoreTroubleTest {

    private static final Limits PARTNER = new Limits(100, 200, OptionalLong.of(100_000), OptionalLong.of(1_000_000));
    private final LedgerUnavailableException failure = new LedgerUnavailableException("the table is away");

    private final TestClock clock = TestClock.at("2026-11-23T10:00:00Z");
    private final Flaky store = new Flaky();

    /** A store that can be told what becomes of each charge. */
    private final class Flaky implements LedgerStore {
        private final InMemoryLedgerStore table = new InMemoryLedgerStore();
        private Function<Charge, Outcome> answer = charge -> table.charge("client", charge);
        private int charges;

        void back() {
            answer = charge -> table.charge("client", charge);
        }

        void away() {
            answer = charge -> new Outcome.Unknown(failure);
        }

        long takenToday() {
            return table.read("client").taken("d20261123");
        }

        @Override
        public Outcome charge(String clientId, Charge charge) {
            charges++;
            return answer.apply(charge);
        }

        @Override
        public Account read(String clientId) {
            return table.read(clientId);
        }

        @Override
        public void forget(String clientId, Set<String> attributes) {
            table.forget(clientId, attributes);
        }
    }

    private LeaseLedger ledger() {
        return TestLedgers.steady(store, clock);
    }

    /** Requests in time, every 2 ms; those that are admitted. */
    private long admitted(List<LeaseLedger> instances, Duration time) {
        long admitted = 0;
        for (int i = 0; i < time.toMillis() / 2; i++) {
            clock.advance(Duration.ofMillis(2));
            try {
                admitted += instances.get(i % instances.size()).reserve("client", PARTNER) instanceof Admitted ? 1 : 0;
            } catch (LedgerUnavailableException ours) {
                assertThat(ours).isSameAs(failure);
            }
        }
        return admitted;
    }

    @Test
    void one_instance_goes_on_with_a_ninth_of_the_rate_and_books_it_afterwards() {
        LeaseLedger ledger = ledger();
        admitted(List.of(ledger), Duration.ofSeconds(3));
        store.away();
        admitted(List.of(ledger), Duration.ofSeconds(1));

        long graced = admitted(List.of(ledger), Duration.ofSeconds(30));

        assertThat(graced).as("0.11 of 100 a second").isBetween(325L, 331L);
        store.back();
        admitted(List.of(ledger), Duration.ofSeconds(2));
        LedgerStats stats = ledger.stats();
        assertThat(stats.booked()).isEqualTo(stats.grace());
        long held = stats.reserved() - stats.admitted() - stats.givenBack() - stats.dropped();
        assertThat(store.takenToday()).isEqualTo(stats.admitted() + held + stats.booked());
    }

    @Test
    void grace_is_told_when_it_begins_each_minute_of_it_and_when_it_ends() {
        Told told = new Told();
        LeaseLedger ledger = TestLedgers.steady(store, clock, told);
        admitted(List.of(ledger), Duration.ofSeconds(3));
        store.away();
        admitted(List.of(ledger), Duration.ofSeconds(2));
        assertThat(told).containsExactly("began: the table is away");

        admitted(List.of(ledger), Duration.ofSeconds(70));
        store.back();
        admitted(List.of(ledger), Duration.ofSeconds(2));
        long graced = ledger.stats().grace();

        assertThat(told)
                .hasSize(3)
                .endsWith("ended after " + graced)
                .element(1)
                .asString()
                .matches("lasts after [0-9]{3}");
        admitted(List.of(ledger), Duration.ofSeconds(2));
        assertThat(told).hasSize(3);
    }

    @Test
    void an_answer_that_is_lost_now_and_then_is_nothing_to_tell_of() {
        Told told = new Told();
        LeaseLedger ledger = TestLedgers.steady(store, clock, told);
        admitted(List.of(ledger), Duration.ofSeconds(3));
        for (int i = 0; i < 10; i++) {
            int before = store.charges;
            store.answer = charge -> {
                if (store.charges >= before + 2) {
                    store.back();
                }
                return new Outcome.Unknown(failure);
            };
            admitted(List.of(ledger), Duration.ofSeconds(3));
        }

        assertThat(ledger.stats().grace()).isPositive();
        assertThat(told).isEmpty();
    }

    @Test
    void what_is_forgotten_in_an_outage_is_not_told_as_its_end() {
        Told told = new Told();
        LeaseLedger ledger = TestLedgers.steady(store, clock, told);
        admitted(List.of(ledger), Duration.ofSeconds(3));
        store.away();
        admitted(List.of(ledger), Duration.ofSeconds(2));
        ledger.forget();
        store.back();
        admitted(List.of(ledger), Duration.ofSeconds(2));

        assertThat(told).containsExactly("began: the table is away");
    }

    /** What a listener was told. */
    private static final class Told extends ArrayList<String> implements GraceListener {
        private static final long serialVersionUID = 1;

        @Override
        public void began(String why) {
            add("began: " + why);
        }

        @Override
        public void lasts(long permits) {
            add("lasts after " + permits);
        }

        @Override
        public void ended(long permits) {
            add("ended after " + permits);
        }
    }

    @Test
    void four_instances_share_what_all_may_have() {
        List<LeaseLedger> four = Stream.generate(this::ledger).limit(4).toList();
        admitted(four, Duration.ofSeconds(3));
        store.away();
        admitted(four, Duration.ofSeconds(1));

        assertThat(admitted(four, Duration.ofSeconds(30)) / 30.0).isBetween(10.0, 44.0);
    }

    @Test
    void an_instance_that_never_took_a_lease_grants_nothing() {
        store.away();

        assertThatThrownBy(() -> ledger().reserve("client", PARTNER)).isSameAs(failure);
    }

    @Test
    void an_instance_that_was_idle_before_the_outage_grants_nothing() {
        LeaseLedger ledger = ledger();
        ledger.reserve("client", PARTNER);
        clock.advance(Duration.ofSeconds(21));
        store.away();

        assertThat(admitted(List.of(ledger), Duration.ofSeconds(30))).isZero();
    }

    @Test
    void grace_hands_out_a_bounded_part_of_the_day() {
        var day = new Limits(100, 200, OptionalLong.of(2000), OptionalLong.empty());
        LeaseLedger ledger = ledger();
        ledger.reserve("client", day);
        store.away();
        long admitted = 0;
        for (int i = 0; i < 60_000; i++) {
            clock.advance(Duration.ofMillis(2));
            try {
                admitted += ledger.reserve("client", day) instanceof Admitted ? 1 : 0;
            } catch (LedgerUnavailableException expected) {
                // Used up.
            }
        }

        assertThat(admitted).as("0.11 of a tenth of 2000").isEqualTo(22);
    }

    @Test
    void a_day_that_is_known_to_be_used_up_stays_so_in_grace() {
        var day = new Limits(100, 200, OptionalLong.of(2), OptionalLong.empty());
        LeaseLedger ledger = ledger();
        ledger.reserve("client", day);
        ledger.reserve("client", day);
        store.away();

        for (int i = 0; i < 100; i++) {
            clock.advance(Duration.ofSeconds(1));
            assertThat(ledger.reserve("client", day)).isInstanceOf(QuotaExceeded.class);
        }
    }

    @Test
    void a_store_that_is_away_is_tried_three_times_and_then_once_a_second() {
        LeaseLedger ledger = ledger();
        store.away();

        admitted(List.of(ledger), Duration.ofSeconds(10));

        assertThat(store.charges).isBetween(12, 13);
    }

    @Test
    void a_hot_client_loses_one_block_to_an_outage_and_then_one_permit_a_try() {
        LeaseLedger ledger = ledger();
        admitted(List.of(ledger), Duration.ofSeconds(3));
        store.away();

        admitted(List.of(ledger), Duration.ofSeconds(30));

        assertThat(ledger.stats().lost()).isLessThan(100 + 40);
    }

    @Test
    void throttling_is_no_outage_and_the_store_is_left_alone_for_a_moment() {
        LeaseLedger ledger = ledger();
        ledger.reserve("client", PARTNER);
        store.answer = charge -> new Outcome.Declined(failure);

        assertThat(admitted(List.of(ledger), Duration.ofSeconds(10))).isZero();

        assertThat(store.charges).as("every 100 ms").isBetween(80, 101);
        assertThat(ledger.stats().lost()).isZero();
        store.back();
        clock.advance(Duration.ofMillis(200));
        assertThat(ledger.reserve("client", PARTNER)).isInstanceOf(Admitted.class);
    }

    @Test
    void looks_at_the_account_leave_a_store_that_declines_alone_for_a_moment_too() {
        LeaseLedger ledger = ledger();
        store.answer = charge -> new Outcome.Declined(failure);
        for (int i = 0; i < 1_000; i++) {
            assertThatThrownBy(() -> ledger.inspect("client", PARTNER)).isSameAs(failure);
            clock.advance(Duration.ofMillis(1));
        }

        assertThat(store.charges).as("every 100 ms").isEqualTo(10);
        store.back();
        assertThat(ledger.inspect("client", PARTNER)).isInstanceOf(Admitted.class);
    }

    @Test
    void a_charge_that_met_a_transaction_is_sent_again() {
        var once = new boolean[1];
        store.answer = charge -> {
            if (once[0]) {
                return store.table.charge("client", charge);
            }
            once[0] = true;
            return new Outcome.Conflict(failure);
        };

        assertThat(ledger().reserve("client", PARTNER)).isInstanceOf(Admitted.class);
        assertThat(store.takenToday()).isEqualTo(1);
    }

    @Test
    void a_lost_answer_costs_its_block_and_nothing_else() {
        LeaseLedger ledger = ledger();
        ledger.reserve("client", PARTNER);
        store.answer = charge -> {
            store.table.charge("client", charge);
            return new Outcome.Unknown(failure);
        };
        assertThat(ledger.reserve("client", PARTNER)).as("in grace").isInstanceOf(Admitted.class);
        store.back();

        assertThat(ledger.reserve("client", PARTNER)).as("with the table again").isInstanceOf(Admitted.class);
        assertThat(ledger.reserve("client", PARTNER))
                .as("which books the grace")
                .isInstanceOf(Admitted.class);

        LedgerStats stats = ledger.stats();
        assertThat(stats.lost()).isEqualTo(2);
        assertThat(stats.booked()).isEqualTo(1);
        long held = stats.reserved() - stats.admitted();
        assertThat(store.takenToday()).isEqualTo(stats.admitted() + held + stats.lost() + stats.booked());
    }
}
