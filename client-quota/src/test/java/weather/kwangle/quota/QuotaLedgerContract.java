package weather.kwangle.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import weather.kwangle.quota.Reservation.Admitted;
import weather.kwangle.quota.Reservation.QuotaExceeded;
import weather.kwangle.quota.Reservation.RateLimited;

/** What every ledger keeps, wherever its accounts are. */
public abstract class QuotaLedgerContract {

    private static final OptionalLong NONE = OptionalLong.empty();
    private static final Limits TRIAL = new Limits(5, 10, OptionalLong.of(1000), NONE);
    private static final Limits UNLIMITED = new Limits(500, 1000, NONE, NONE);

    private final TestClock clock = TestClock.at("2026-11-23T10:00:00Z");
    private final String client = "client-" + UUID.randomUUID();
    private final LedgerStore store;
    private final QuotaLedger ledger;

    protected QuotaLedgerContract(LedgerStore store) {
        this.store = store;
        this.ledger = ledger(clock);
    }

    /** Another instance on the same accounts. */
    private QuotaLedger ledger(Clock wall) {
        return TestLedgers.steady(store, wall, clock);
    }

    private static Limits limits(long burst, long day, long month) {
        return new Limits(burst, burst, OptionalLong.of(day), OptionalLong.of(month));
    }

    private Reservation reserve(Limits limits) {
        return ledger.reserve(client, limits);
    }

    private void spend(Limits limits, int requests) {
        for (int i = 0; i < requests; i++) {
            assertThat(reserve(limits)).isInstanceOf(Admitted.class);
        }
    }

    @Test
    void the_first_request_is_admitted_and_sees_what_is_left() {
        assertThat(ledger.reserve(client, new Limits(100, 200, OptionalLong.of(1000), OptionalLong.of(20_000))))
                .isEqualTo(new Admitted(List.of(
                        new LimitState("rate", 200, 2, 199, 1),
                        new LimitState("day", 1000, 86_400, 999, 50_400),
                        new LimitState("month", 20_000, 30 * 86_400, 19_999, 7 * 86_400 + 50_400))));
    }

    @Test
    void a_plan_without_day_and_month_has_only_a_rate() {
        assertThat(reserve(UNLIMITED)).isEqualTo(new Admitted(List.of(new LimitState("rate", 1000, 2, 999, 1))));
    }

    @Test
    void exactly_the_burst_is_admitted_at_once_and_the_refusal_says_when_to_come_back() {
        spend(TRIAL, 10);

        var rate = new LimitState("rate", 10, 2, 0, 1);
        assertThat(reserve(TRIAL))
                .isEqualTo(new RateLimited(List.of(rate, new LimitState("day", 1000, 86_400, 990, 50_400)), rate));
    }

    @Test
    void one_more_is_admitted_after_each_interval_and_not_a_nanosecond_earlier() {
        spend(TRIAL, 10);

        clock.advance(Duration.ofMillis(200).minusNanos(1));
        assertThat(reserve(TRIAL)).isInstanceOf(RateLimited.class);
        clock.advance(Duration.ofNanos(1));
        assertThat(reserve(TRIAL)).isInstanceOf(Admitted.class);
        assertThat(reserve(TRIAL)).isInstanceOf(RateLimited.class);
    }

    @Test
    void a_pause_brings_the_burst_back_and_no_more_than_that() {
        spend(TRIAL, 10);
        clock.advance(Duration.ofHours(1));

        spend(TRIAL, 10);
        assertThat(reserve(TRIAL)).isInstanceOf(RateLimited.class);
    }

    @Test
    void a_slow_rate_says_how_many_seconds_the_next_permit_takes() {
        var twicePerMinute = new Limits(1 / 30.0, 2, NONE, NONE);
        spend(twicePerMinute, 2);
        clock.advance(Duration.ofSeconds(9));

        var rate = new LimitState("rate", 2, 60, 0, 21);
        assertThat(reserve(twicePerMinute)).isEqualTo(new RateLimited(List.of(rate), rate));
    }

    @Test
    void exactly_the_days_permits_are_admitted_until_midnight_in_utc() {
        Limits limits = limits(100, 3, 50);
        clock.set("2026-11-23T23:59:58.5Z");
        spend(limits, 3);

        var day = new LimitState("day", 3, 86_400, 0, 2);
        assertThat(reserve(limits)).isInstanceOfSatisfying(QuotaExceeded.class, refusal -> {
            assertThat(refusal.violated()).isEqualTo(day);
            assertThat(refusal.limits()).contains(day).hasSize(3);
        });

        clock.set("2026-11-23T23:59:59.999999999Z");
        assertThat(reserve(limits)).isInstanceOf(QuotaExceeded.class);
        clock.set("2026-11-24T00:00:00Z");
        spend(limits, 3);
        assertThat(reserve(limits)).isInstanceOf(QuotaExceeded.class);
    }

    @Test
    void exactly_the_months_permits_are_admitted_until_its_end() {
        Limits limits = limits(100, 50, 3);
        clock.set("2026-12-31T23:59:59Z");
        spend(limits, 3);

        assertThat(reserve(limits))
                .isInstanceOfSatisfying(
                        QuotaExceeded.class,
                        refusal -> assertThat(refusal.violated())
                                .isEqualTo(new LimitState("month", 3, 31 * 86_400, 0, 1)));
        clock.set("2027-01-01T00:00:00Z");
        spend(limits, 3);
        assertThat(reserve(limits)).isInstanceOf(QuotaExceeded.class);
    }

    @Test
    void a_leap_day_is_a_day_of_its_own_in_a_month_of_29() {
        Limits limits = limits(100, 2, 3);
        clock.set("2028-02-28T12:00:00Z");
        spend(limits, 2);
        clock.set("2028-02-29T12:00:00Z");
        spend(limits, 1);

        assertThat(reserve(limits))
                .isInstanceOfSatisfying(
                        QuotaExceeded.class,
                        refusal -> assertThat(refusal.violated())
                                .isEqualTo(new LimitState("month", 3, 29 * 86_400, 0, 43_200)));
        clock.set("2028-03-01T00:00:00Z");
        spend(limits, 2);
    }

    @Test
    void of_two_exceeded_limits_the_one_that_resets_last_is_named() {
        Limits limits = limits(100, 3, 3);
        spend(limits, 3);

        assertThat(reserve(limits))
                .isInstanceOfSatisfying(
                        QuotaExceeded.class,
                        refusal -> assertThat(refusal.violated().name()).isEqualTo("month"));
    }

    @Test
    void an_exceeded_quota_is_named_before_an_exceeded_rate() {
        Limits limits = new Limits(1, 3, OptionalLong.of(3), NONE);
        spend(limits, 3);

        assertThat(reserve(limits)).isInstanceOf(QuotaExceeded.class);
    }

    @Test
    void a_refusal_takes_nothing() {
        var tight = new Limits(5, 10, OptionalLong.of(11), NONE);
        spend(tight, 10);
        for (int i = 0; i < 20; i++) {
            assertThat(reserve(tight)).isInstanceOf(RateLimited.class);
        }
        clock.advance(Duration.ofSeconds(2));
        spend(tight, 1);
        for (int i = 0; i < 20; i++) {
            assertThat(reserve(tight))
                    .isInstanceOfSatisfying(
                            QuotaExceeded.class,
                            refusal -> assertThat(refusal.limits()).contains(new LimitState("rate", 10, 2, 9, 1)));
        }
    }

    @Test
    void what_was_used_without_a_limit_counts_when_the_plan_gets_one() {
        spend(UNLIMITED, 5);

        assertThat(reserve(TRIAL).limits()).contains(new LimitState("day", 1000, 86_400, 994, 50_400));
    }

    @Test
    void a_plan_that_shrinks_below_what_is_used_refuses_and_never_counts_below_zero() {
        spend(TRIAL, 10);
        clock.advance(Duration.ofSeconds(2));

        var day = new LimitState("day", 4, 86_400, 0, 50_398);
        assertThat(reserve(new Limits(5, 10, OptionalLong.of(4), NONE)))
                .isInstanceOfSatisfying(
                        QuotaExceeded.class,
                        refusal -> assertThat(refusal.violated()).isEqualTo(day));
    }

    @Test
    void clients_do_not_share() {
        spend(TRIAL, 10);

        assertThat(ledger.reserve(client + "-other", TRIAL)).isInstanceOf(Admitted.class);
    }

    @Test
    void looking_at_the_account_takes_nothing_from_it() {
        spend(TRIAL, 1);

        var untouched = new Admitted(
                List.of(new LimitState("rate", 10, 2, 9, 1), new LimitState("day", 1000, 86_400, 999, 50_400)));
        assertThat(ledger.inspect(client, TRIAL)).isEqualTo(untouched);
        assertThat(ledger.inspect(client, TRIAL)).isEqualTo(untouched);
    }

    @Test
    void the_account_can_be_looked_at_when_everything_is_used_up() {
        Limits limits = limits(2, 2, 2);
        spend(limits, 2);

        assertThat(ledger.inspect(client, limits))
                .isInstanceOfSatisfying(
                        Admitted.class,
                        account -> assertThat(account.limits())
                                .extracting(LimitState::remaining)
                                .containsOnly(0L));
    }

    @Test
    void looking_has_a_rate_of_its_own() {
        for (int i = 0; i < 5; i++) {
            assertThat(ledger.inspect(client, TRIAL)).isInstanceOf(Admitted.class);
        }

        var usage = new LimitState("usage", 5, 5, 0, 1);
        assertThat(ledger.inspect(client, TRIAL)).isInstanceOfSatisfying(RateLimited.class, refusal -> {
            assertThat(refusal.violated()).isEqualTo(usage);
            assertThat(refusal.limits()).extracting(LimitState::name).containsExactly("rate", "day", "usage");
        });
        assertThat(reserve(TRIAL)).isInstanceOf(Admitted.class);
        clock.advance(Duration.ofSeconds(1));
        assertThat(ledger.inspect(client, TRIAL)).isInstanceOf(Admitted.class);
    }

    @Test
    void many_at_once_get_exactly_the_burst() throws Exception {
        assertThat(admittedOfMany(new Limits(1, 40, OptionalLong.of(1000), NONE), 200))
                .isEqualTo(40);
    }

    @Test
    void many_at_once_get_exactly_the_days_permits() throws Exception {
        assertThat(admittedOfMany(new Limits(500, 1000, OptionalLong.of(50), OptionalLong.of(1000)), 200))
                .isEqualTo(50);
    }

    @Test
    void many_at_once_get_exactly_the_months_permits() throws Exception {
        assertThat(admittedOfMany(new Limits(500, 1000, OptionalLong.of(1000), OptionalLong.of(50)), 200))
                .isEqualTo(50);
    }

    @Test
    void clocks_that_differ_share_one_days_permits_and_one_months() {
        Limits limits = limits(100, 3, 4);
        clock.set("2026-11-23T23:59:58Z");
        QuotaLedger ahead = ledger(clock.skewedBy(Duration.ofSeconds(5)));
        QuotaLedger behind = ledger(clock.skewedBy(Duration.ofSeconds(-5)));

        assertThat(IntStream.range(0, 20)
                        .filter(i -> behind.reserve(client, limits) instanceof Admitted)
                        .count())
                .isEqualTo(3);
        assertThat(reserve(limits)).isInstanceOf(QuotaExceeded.class);
        assertThat(IntStream.range(0, 20)
                        .filter(i -> ahead.reserve(client, limits) instanceof Admitted)
                        .count())
                .as("the new day has three more, the month only one")
                .isEqualTo(1);
    }

    @Test
    void a_clock_that_is_ahead_adds_one_burst_at_most() {
        QuotaLedger ahead = ledger(clock.skewedBy(Duration.ofSeconds(5)));
        var limits = new Limits(10, 20, NONE, NONE);

        long admitted = IntStream.range(0, 200)
                .filter(i -> (i % 2 == 0 ? ledger : ahead).reserve(client, limits) instanceof Admitted)
                .count();

        assertThat(admitted).isBetween(20L, 40L);
    }

    /** Four instances with memories of their own, each asked by one thread. */
    private long admittedOfMany(Limits limits, int requests) throws Exception {
        int instances = 4;
        Callable<Long> share = () -> {
            QuotaLedger instance = ledger(clock);
            return IntStream.range(0, requests / instances)
                    .filter(i -> instance.reserve(client, limits) instanceof Admitted)
                    .count();
        };
        long admitted = 0;
        try (var threads = Executors.newFixedThreadPool(instances)) {
            for (Future<Long> part : threads.invokeAll(List.of(share, share, share, share))) {
                admitted += part.get();
            }
        }
        return admitted;
    }
}
