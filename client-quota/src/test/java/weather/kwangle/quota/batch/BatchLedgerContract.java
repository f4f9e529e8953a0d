package weather.kwangle.quota.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weather.kwangle.quota.Account;
import weather.kwangle.quota.CalendarWindow;
import weather.kwangle.quota.LeaseLedger;
import weather.kwangle.quota.LedgerStore;
import weather.kwangle.quota.LimitState;
import weather.kwangle.quota.Limits;
import weather.kwangle.quota.Reservation;
import weather.kwangle.quota.TestClock;
import weather.kwangle.quota.TestLedgers;
import weather.kwangle.quota.batch.Taking.Refused;
import weather.kwangle.quota.batch.Taking.Taken;

/** What taking permits for a batch keeps, wherever the counters are. */
public abstract class BatchLedgerContract {

    private static final LocalDate TODAY = LocalDate.parse("2026-11-23");
    private static final OptionalLong NONE = OptionalLong.empty();

    private final TestClock clock = TestClock.at("2026-11-23T10:00:00Z");
    private final String client = "client-" + UUID.randomUUID();
    private final LedgerStore store;
    private final BatchLedger ledger;

    protected BatchLedgerContract(LedgerStore store) {
        this.store = store;
        this.ledger = new BatchLedger(store, clock);
    }

    private Account account() {
        return store.read(client);
    }

    private static OptionalLong limit(long permits) {
        return OptionalLong.of(permits);
    }

    private static LimitState day(long quota, long remaining) {
        return new LimitState("day", quota, 86_400, remaining, 50_400);
    }

    private static LimitState month(long quota, long remaining) {
        return new LimitState("month", quota, 30 * 86_400, remaining, 7 * 86_400 + 50_400);
    }

    private void assertCounted(long ofDay, long ofMonth) {
        Account account = account();
        assertThat(account.taken(CalendarWindow.dayOf(TODAY))).isEqualTo(ofDay);
        assertThat(account.taken(CalendarWindow.monthOf(TODAY))).isEqualTo(ofMonth);
    }

    @Test
    void permits_are_taken_from_day_and_month_and_nothing_else() {
        assertThat(ledger.take(client, limit(1000), limit(20_000), 499))
                .isEqualTo(new Taken(TODAY, List.of(day(1000, 501), month(20_000, 19_501))));

        assertCounted(499, 499);
        assertThat(account().numbers()).hasSize(2);
    }

    @Test
    void what_the_edge_took_counts_and_a_leases_rest_with_it() {
        LeaseLedger edge = TestLedgers.steady(store, clock);
        var plan = new Limits(10, 10, limit(100), limit(1000));
        for (int i = 0; i < 4; i++) {
            edge.reserve(client, plan);
        }
        assertCounted(7, 7);

        assertThat(ledger.take(client, limit(100), limit(1000), 94))
                .isEqualTo(new Refused(93, List.of(day(100, 93), month(1000, 993)), day(100, 93)));
        assertThat(ledger.take(client, limit(100), limit(1000), 93))
                .isEqualTo(new Taken(TODAY, List.of(day(100, 0), month(1000, 900))));
        clock.advance(Duration.ofSeconds(1));

        assertThat(edge.reserve(client, plan)).isInstanceOf(Reservation.Admitted.class);
        assertCounted(98, 98);
    }

    @Test
    void a_plan_without_limits_counts_all_the_same() {
        assertThat(ledger.take(client, NONE, NONE, 7)).isEqualTo(new Taken(TODAY, List.of()));

        assertCounted(7, 7);
    }

    @Test
    void exactly_the_limit_can_be_taken() {
        assertThat(ledger.take(client, limit(10), limit(100), 10)).isInstanceOf(Taken.class);

        assertThat(ledger.take(client, limit(10), limit(100), 1))
                .isEqualTo(new Refused(0, List.of(day(10, 0), month(100, 90)), day(10, 0)));
        assertCounted(10, 10);
    }

    @Test
    void a_refusal_takes_nothing_and_says_how_many_would_fit() {
        ledger.take(client, limit(100), limit(120), 80);

        assertThat(ledger.take(client, limit(100), limit(120), 21))
                .isEqualTo(new Refused(20, List.of(day(100, 20), month(120, 40)), day(100, 20)));

        assertCounted(80, 80);
        assertThat(ledger.take(client, limit(100), limit(120), 20)).isInstanceOf(Taken.class);
    }

    @Test
    void of_two_limits_the_one_that_resets_last_is_named_and_the_smaller_room_counts() {
        ledger.take(client, NONE, NONE, 50);

        assertThat(ledger.take(client, limit(60), limit(55), 30))
                .isEqualTo(new Refused(5, List.of(day(60, 10), month(55, 5)), month(55, 5)));
    }

    @Test
    void more_than_a_limit_never_fits_not_even_into_an_untouched_account() {
        assertThat(ledger.take(client, limit(100), NONE, 101))
                .isEqualTo(new Refused(100, List.of(day(100, 100)), day(100, 100)));

        assertThat(account()).isEqualTo(Account.EMPTY);
    }

    @Test
    void what_can_never_fit_is_told_how_many_would_all_the_same() {
        ledger.take(client, limit(100), NONE, 90);

        assertThat(ledger.take(client, limit(100), NONE, 101))
                .isEqualTo(new Refused(10, List.of(day(100, 10)), day(100, 10)));
    }

    @Test
    void a_plan_that_shrank_below_what_is_used_has_room_for_none() {
        ledger.take(client, NONE, NONE, 50);

        assertThat(ledger.take(client, limit(10), NONE, 1)).isEqualTo(new Refused(0, List.of(day(10, 0)), day(10, 0)));
    }

    @Test
    void a_new_day_has_its_own_permits() {
        ledger.take(client, limit(10), NONE, 10);
        clock.set("2026-11-24T00:00:00Z");

        assertThat(ledger.take(client, limit(10), NONE, 10))
                .isInstanceOfSatisfying(
                        Taken.class, taken -> assertThat(taken.day()).isEqualTo("2026-11-24"));
    }

    @Test
    void no_permits_are_none_to_take() {
        assertThatThrownBy(() -> ledger.take(client, NONE, NONE, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("permits is 0, expected at least 1");
    }

    @Test
    void many_at_once_get_exactly_what_there_is() throws Exception {
        Callable<Long> share = () -> IntStream.range(0, 20)
                .filter(i -> ledger.take(client, limit(1000), limit(5000), 30) instanceof Taken)
                .count();
        long taken = 0;
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (Future<Long> part : threads.invokeAll(List.of(share, share, share, share))) {
                taken += part.get();
            }
        }

        assertThat(taken).isEqualTo(33);
        assertCounted(990, 990);
    }
}
