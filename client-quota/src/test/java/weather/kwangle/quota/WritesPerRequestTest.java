package weather.kwangle.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import weather.kwangle.quota.Reservation.Admitted;

/** How many writes requests cost, with four instances that a client's requests come to by chance. */
class WritesPerRequestTest {

    private static final long SEED = 20261124;
    private static final Limits PARTNER = new Limits(100, 200, OptionalLong.of(10_000), OptionalLong.empty());

    private final TestClock clock = TestClock.at("2026-11-23T10:00:00Z");
    private final InMemoryLedgerStore store = new InMemoryLedgerStore();
    private final Random random = new Random(SEED);
    private final List<LeaseLedger> instances = Stream.generate(
                    () -> new LeaseLedger(store, clock, clock::ticks, random))
            .limit(4)
            .toList();

    private record Figures(long asked, long admitted, long writes) {
        double writesPerAdmitted() {
            return (double) writes / admitted;
        }
    }

    private Figures ask(double requestsPerSecond, Duration time) {
        long requests = (long) (requestsPerSecond * time.toSeconds());
        int writes = store.charges();
        long admitted = 0;
        for (long i = 0; i < requests; i++) {
            clock.advance(Duration.ofNanos((long) (-Math.log(1 - random.nextDouble()) * 1e9 / requestsPerSecond)));
            LeaseLedger instance = instances.get(random.nextInt(instances.size()));
            if (instance.reserve("client", PARTNER) instanceof Admitted) {
                admitted++;
            }
        }
        var figures = new Figures(requests, admitted, store.charges() - writes);
        System.out.printf(
                "%.1f requests a second: %s, %.3f writes per admitted%n",
                requestsPerSecond, figures, figures.writesPerAdmitted());
        return figures;
    }

    @Test
    void a_client_at_five_times_its_rate_costs_at_most_0_12_writes_per_admitted_request() {
        Figures figures = ask(500, Duration.ofMinutes(1));

        assertThat(figures.admitted()).isBetween(5_500L, 6_300L);
        assertThat(figures.writesPerAdmitted()).isLessThan(0.12);
    }

    @Test
    void a_client_near_its_rate_costs_little_and_is_hardly_refused() {
        Figures figures = ask(90, Duration.ofMinutes(1));

        assertThat(figures.admitted()).isGreaterThan(figures.asked() * 99 / 100);
        assertThat(figures.writesPerAdmitted()).isLessThan(0.2);
    }

    @Test
    void a_slow_client_costs_one_write_per_request() {
        Figures figures = ask(0.5, Duration.ofMinutes(30));

        assertThat(figures.admitted()).isEqualTo(figures.asked());
        assertThat(figures.writesPerAdmitted()).isBetween(0.9, 1.1);
    }

    @Test
    void a_flood_after_the_days_end_costs_next_to_no_writes() {
        ask(500, Duration.ofMinutes(2));
        int writes = store.charges();

        long admitted = 0;
        for (int i = 0; i < 100_000; i++) {
            clock.advance(Duration.ofMillis(2));
            admitted += instances.get(i % 4).reserve("client", PARTNER) instanceof Admitted ? 1 : 0;
        }

        assertThat(admitted).isZero();
        assertThat(store.charges() - writes)
                .as("each instance looks every 30 seconds")
                .isLessThanOrEqualTo(4 * 7);
        assertThat(store.read("client").taken("d20261123")).isEqualTo(10_000);
    }
}
