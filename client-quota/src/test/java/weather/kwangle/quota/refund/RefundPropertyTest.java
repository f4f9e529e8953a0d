package weather.kwangle.quota.refund;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import weather.kwangle.quota.Account;
import weather.kwangle.quota.CalendarWindow;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.TestClock;

/** Several writers, each with its own batches of the same refunds, against a store that loses calls and answers. */
class RefundPropertyTest {

    private static final String CLIENT = "client";
    private static final LocalDate LAST_OF_MONTH = LocalDate.parse("2026-11-30");
    private static final LocalDate FIRST_OF_MONTH = LocalDate.parse("2026-12-01");

    @Property(seed = "20261126", tries = 1000)
    void under_any_interleaving_each_claim_is_given_once_and_no_counter_falls_below_zero(
            @ForAll Random random,
            @ForAll @IntRange(min = 1, max = 5) int writers,
            @ForAll @IntRange(min = 1, max = 20) int requests) {
        var world = new World(random);
        List<Refund> wanted = world.requests(requests);

        for (int i = 0; i < writers * 3; i++) {
            world.oneWriter(wanted);
        }
        world.calm = true;
        world.book().refund(CLIENT, wanted);

        world.assertSettled(wanted);
    }

    /** Permits that nobody took cannot be given back, whatever is asked for. */
    @Property(seed = "20261126", tries = 500)
    void whatever_is_asked_for_no_more_comes_back_than_was_taken(
            @ForAll Random random, @ForAll @IntRange(max = 30) int taken, @ForAll @IntRange(max = 30) int more) {
        var world = new World(random);
        world.store.take(CLIENT, FIRST_OF_MONTH, taken);
        world.calm = true;
        for (int i = 0; i < 8; i++) {
            List<Refund> asked = new ArrayList<>();
            for (int j = 0; j <= more; j++) {
                asked.add(Refund.ofBatch("request-" + random.nextInt(20), 1 + random.nextInt(9), FIRST_OF_MONTH));
            }
            world.book().refund(CLIENT, asked);
        }

        Account account = world.store.account(CLIENT);
        long left = account.taken(CalendarWindow.dayOf(FIRST_OF_MONTH));
        assertThat(left).isBetween(0L, (long) taken);
        assertThat(account.taken(CalendarWindow.refundsOf(FIRST_OF_MONTH))).isEqualTo(taken - left);
    }

    private static final class World {
        final InMemoryRefundStore store = new InMemoryRefundStore();
        private final Random random;
        private final Map<LocalDate, Long> taken = new HashMap<>();
        boolean calm;
        private int depth;
        private List<Refund> wanted = List.of();

        World(Random random) {
            this.random = random;
        }

        /** What edge and gateway took, some of it before and some after midnight at a month's end, some of it billed. */
        List<Refund> requests(int count) {
            var refunds = new ArrayList<Refund>();
            for (int i = 0; i < count; i++) {
                LocalDate day = random.nextBoolean() ? LAST_OF_MONTH : FIRST_OF_MONTH;
                take(day, 1 + random.nextInt(3));
                refunds.add(Refund.ofEdge("request-" + i, day));
                if (random.nextInt(4) == 0) {
                    int permits = 1 + random.nextInt(999);
                    take(day, permits);
                    refunds.add(Refund.ofBatch("request-" + i, permits, day));
                }
            }
            wanted = refunds;
            return refunds;
        }

        private void take(LocalDate day, long permits) {
            store.take(CLIENT, day, permits);
            taken.merge(day, permits, Long::sum);
        }

        AccountRefunds book() {
            return new AccountRefunds(this::give, TestClock.at("2026-12-01T00:00:30Z"));
        }

        /** One call with some of the refunds, some of them twice. */
        void oneWriter(List<Refund> refunds) {
            var some = new ArrayList<Refund>();
            for (Refund refund : refunds) {
                for (int copies = random.nextInt(3); copies > 0; copies--) {
                    some.add(refund);
                }
            }
            try {
                book().refund(CLIENT, some);
            } catch (LedgerUnavailableException lost) {
                // It may have been given or not; whoever asks again finds out.
            }
        }

        /** What a store can do to a caller; other writers come in before and after. */
        private RefundStore.Attempt give(String client, LocalDate day, List<Refund> refunds, Instant keepUntil) {
            if (calm) {
                return store.give(client, day, refunds, keepUntil);
            }
            if (depth < 3 && random.nextInt(3) == 0) {
                depth++;
                oneWriter(wanted);
                depth--;
            }
            return switch (random.nextInt(6)) {
                case 0 -> throw new LedgerUnavailableException("lost on the way there");
                case 1 -> {
                    store.give(client, day, refunds, keepUntil);
                    throw new LedgerUnavailableException("lost on the way back");
                }
                case 2 -> new RefundStore.Attempt.Conflict();
                default -> store.give(client, day, refunds, keepUntil);
            };
        }

        void assertSettled(List<Refund> refunds) {
            Account account = store.account(CLIENT);
            for (LocalDate day : taken.keySet()) {
                long due = refunds.stream()
                        .filter(refund -> refund.day().equals(day))
                        .mapToLong(Refund::permits)
                        .sum();
                long left = taken.get(day) - due;
                assertThat(left).isNotNegative();
                assertThat(account.taken(CalendarWindow.dayOf(day))).isEqualTo(left);
                assertThat(account.taken(CalendarWindow.monthOf(day))).isEqualTo(left);
                assertThat(account.taken(CalendarWindow.refundsOf(day))).isEqualTo(due);
            }
        }
    }
}
