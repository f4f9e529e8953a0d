package weather.kwangle.quota;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.BeforeTry;
import weather.kwangle.quota.Reservation.Admitted;

/** A decision reads the registry and charges the ledger, and waits for the table 150 ms in all, whatever the table does. */
class DecisionTimeTest {

    private static final Limits PARTNER = new Limits(100, 200, OptionalLong.of(100_000), OptionalLong.empty());
    private static final Duration MOST = Duration.ofMillis(150);

    /** Of a client that this instance has never seen. */
    private static final Duration MOST_AT_FIRST = Duration.ofMillis(650);

    /** So that an answer never comes. */
    private static final long SILENT = Long.MAX_VALUE;

    private final TestClock clock = TestClock.at("2026-11-23T10:00:00Z");
    private final InMemoryLedgerStore accounts = new InMemoryLedgerStore();

    /** How many milliseconds the next calls take, and all after them. */
    private final ArrayDeque<Long> latencies = new ArrayDeque<>();

    private long latency;
    private int calls;

    private final RememberedRegistry registry = new RememberedRegistry(this::entry, clock, clock::ticks, new Random(1));
    private final LeaseLedger ledger = TestLedgers.steady(new Slow(Duration.ofDays(1)), clock);

    private static final class NoAnswer extends Exception {
        private static final long serialVersionUID = 1;
    }

    @BeforeTry
    void the_table_is_there() {
        latencies.clear();
        latency = 5;
        calls = 0;
    }

    /** A call in virtual time. */
    private void call(Duration atMost) throws NoAnswer {
        calls++;
        long takes = latencies.isEmpty() ? latency : latencies.poll();
        clock.advance(takes > atMost.toMillis() ? atMost : Duration.ofMillis(takes));
        if (takes > atMost.toMillis()) {
            throw new NoAnswer();
        }
    }

    private RegistryReading entry(String client, Optional<Duration> atMost) {
        try {
            call(atMost.orElseThrow());
            return new RegistryReading.Found(Optional.of(RegistryEntry.active("partner")));
        } catch (NoAnswer e) {
            return new RegistryReading.Unanswered(new LedgerUnavailableException("no entry"));
        }
    }

    private final class Slow implements LedgerStore {
        private final Duration atMost;

        Slow(Duration atMost) {
            this.atMost = atMost;
        }

        @Override
        public LedgerStore within(Duration time) {
            return new Slow(time);
        }

        @Override
        public Outcome charge(String clientId, Charge charge) {
            Outcome outcome = accounts.charge(clientId, charge);
            try {
                call(atMost);
                return outcome;
            } catch (NoAnswer e) {
                return new Outcome.Unknown(new LedgerUnavailableException("no charge"));
            }
        }

        @Override
        public Account read(String clientId) {
            return accounts.read(clientId);
        }

        @Override
        public void forget(String clientId, Set<String> attributes) {
            throw new AssertionError("nothing is outdated here");
        }
    }

    /** What the authorizer does. */
    private Reservation decide(String client) {
        var time = new TableTime(TableTime.OF_A_DECISION, clock::ticks);
        assertThat(registry.find(client, time)).isPresent();
        return ledger.reserve(client, PARTNER, time);
    }

    private long millisOf(Runnable decision) {
        long begin = clock.ticks();
        decision.run();
        return Duration.ofNanos(clock.ticks() - begin).toMillis();
    }

    private void decideAsFarAsPossible(String client) {
        try {
            decide(client);
        } catch (LedgerUnavailableException ours) {
            assertThat(ours).hasMessageNotContaining("null");
        }
    }

    @Example
    void in_an_outage_a_known_client_waits_100_ms_for_its_entry_and_50_for_its_charge_and_goes_on_in_grace() {
        decide("one");
        clock.advance(Duration.ofSeconds(10));
        decide("one");
        clock.advance(Duration.ofSeconds(6));
        latency = SILENT;

        assertThat(millisOf(() -> assertThat(decide("one")).isInstanceOf(Admitted.class)))
                .isEqualTo(150);
        assertThat(ledger.stats().grace()).isEqualTo(1);
    }

    @Example
    void in_an_outage_a_new_client_is_refused_after_500_ms_and_then_after_150_ms_or_at_once() {
        latency = SILENT;

        assertThat(millisOf(() -> assertThatThrownBy(() -> decide("one")).hasMessage("no entry")))
                .isEqualTo(500);
        assertThat(millisOf(() -> assertThatThrownBy(() -> decide("one")).hasMessage("no entry")))
                .isZero();

        clock.advance(Duration.ofSeconds(2));
        assertThat(millisOf(() -> assertThatThrownBy(() -> decide("one")).hasMessage("no entry")))
                .isEqualTo(150);
    }

    @Example
    void a_new_client_whose_entry_takes_long_has_as_long_for_its_charge_as_others() {
        latencies.addAll(List.of(490L, 145L));

        assertThat(millisOf(() -> assertThat(decide("one")).isInstanceOf(Admitted.class)))
                .isEqualTo(635);
    }

    @Example
    void who_asks_every_seven_seconds_waits_no_longer_than_others() {
        decide("one");
        latency = SILENT;
        for (int i = 0; i < 20; i++) {
            clock.advance(Duration.ofSeconds(7));
            assertThat(millisOf(() -> decideAsFarAsPossible("one"))).isLessThanOrEqualTo(150);
        }
    }

    @Example
    void a_charge_that_has_hardly_any_time_left_is_not_sent_and_nothing_is_lost() {
        decide("one");
        clock.advance(RememberedRegistry.MAX_AGE);
        latencies.add(130L);

        assertThatThrownBy(() -> decide("one"))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessage("the table answers too slowly");

        assertThat(ledger.stats().writes()).isOne();
        assertThat(decide("one")).isInstanceOf(Admitted.class);
        assertThat(ledger.stats().lost()).isZero();
    }

    @Example
    void a_charge_may_take_what_the_entry_has_left_it() {
        decide("one");
        clock.advance(RememberedRegistry.MAX_AGE);
        calls = 0;
        latencies.addAll(List.of(70L, 75L));

        assertThat(millisOf(() -> assertThat(decide("one")).isInstanceOf(Admitted.class)))
                .isEqualTo(145);
        assertThat(calls).isEqualTo(2);
    }

    /**
     * A decision.
     *
     * @param pause before it, in milliseconds
     * @param latencies of the table from then on
     */
    record Event(int client, long pause, List<Long> latencies) {}

    @Property(seed = "20261126", tries = 500)
    void no_decision_waits_longer_whatever_the_table_does(@ForAll("events") List<Event> events) {
        Set<Integer> seen = new HashSet<>();
        for (Event event : events) {
            clock.advance(Duration.ofMillis(event.pause()));
            latencies.addAll(event.latencies());
            assertThat(millisOf(() -> decideAsFarAsPossible("client-" + event.client())))
                    .isLessThanOrEqualTo(seen.add(event.client()) ? MOST_AT_FIRST.toMillis() : MOST.toMillis());
        }
    }

    @Provide
    Arbitrary<List<Event>> events() {
        Arbitrary<Long> latencies = Arbitraries.frequencyOf(
                Tuple.of(5, Arbitraries.longs().between(1, 20)),
                Tuple.of(3, Arbitraries.longs().between(20, 160)),
                Tuple.of(2, Arbitraries.just(SILENT)));
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.frequencyOf(
                                Tuple.of(3, Arbitraries.longs().between(0, 200)),
                                Tuple.of(2, Arbitraries.longs().between(5_000, 32_000))),
                        latencies.list().ofMinSize(1).ofMaxSize(6))
                .as(Event::new)
                .list()
                .ofMaxSize(40);
    }
}
