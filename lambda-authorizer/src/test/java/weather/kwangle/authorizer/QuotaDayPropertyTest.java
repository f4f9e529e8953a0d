package weather.kwangle.authorizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import weather.kwangle.authorizer.Fixture.Result;
import weather.kwangle.authorizer.token.TokenForge;
import weather.kwangle.edge.EdgeVerification;
import weather.kwangle.quota.Account;
import weather.kwangle.quota.CalendarWindow;
import weather.kwangle.quota.Charge;
import weather.kwangle.quota.InMemoryLedgerStore;
import weather.kwangle.quota.LeaseLedger;
import weather.kwangle.quota.LedgerStore;
import weather.kwangle.quota.Limits;

/**
 * Around midnight, with leases: the day that the edge names for a permit, to the gateway in the assertion and to the access
 * log in the context, is the one whose counter holds it. A refund to another day would give back what was never taken.
 */
class QuotaDayPropertyTest {
    private static final String CLIENT = "acme-weather";
    private static final LocalDate FIRST = LocalDate.of(2026, 11, 30);
    private static final Instant EVENING = FIRST.atTime(23, 59, 50).toInstant(ZoneOffset.UTC);
    private static final String TOKEN = TokenForge.token(EVENING, claims -> {});

    /** With leases of one permit each is used, but for the one whose answer comes after midnight; no day holds more. */
    @Property(seed = "20261126", tries = 200)
    void a_day_counts_exactly_the_permits_that_are_said_to_be_of_it(@ForAll long seed) {
        var edge = new Edge(new Random(seed), new Limits(1, 1000, OptionalLong.of(10_000), OptionalLong.empty()));

        edge.ask(40, 1000);

        long overtaken = edge.ledger.stats().dropped();
        assertThat(overtaken).isBetween(0L, 1L);
        assertThat(edge.counted(FIRST)).isEqualTo(edge.named(FIRST) + overtaken);
        assertThat(edge.counted(FIRST.plusDays(1))).isEqualTo(edge.named(FIRST.plusDays(1)));
    }

    /** With larger leases a day also holds what ended unused, at midnight for good. */
    @Property(seed = "20261126", tries = 200)
    void a_day_never_counts_fewer_whatever_the_leases(@ForAll long seed) {
        var edge = new Edge(new Random(seed), new Limits(500, 1000, OptionalLong.of(10_000), OptionalLong.empty()));

        edge.ask(200, 200);

        long unused = 0;
        for (LocalDate day : Set.of(FIRST, FIRST.plusDays(1))) {
            assertThat(edge.counted(day)).as("%s", day).isGreaterThanOrEqualTo(edge.named(day));
            unused += edge.counted(day) - edge.named(day);
        }
        assertThat(unused).isEqualTo(edge.unused());
    }

    /** The function with a real ledger, whose table takes its time. */
    private static final class Edge implements LedgerStore {
        private final Random random;
        private final Fixture fixture = new Fixture();
        private final InMemoryLedgerStore table = new InMemoryLedgerStore();
        private final LeaseLedger ledger;
        private final Map<LocalDate, Long> named = new HashMap<>();

        Edge(Random random, Limits limits) {
            this.random = random;
            fixture.clock.advance(Duration.between(TestClock.START, EVENING));
            this.ledger = new LeaseLedger(this, fixture.clock, this::ticks, random);
            fixture.reservation = () -> ledger.reserve(CLIENT, limits);
        }

        private long ticks() {
            return Duration.between(TestClock.START, fixture.clock.instant()).toNanos();
        }

        /** Pauses are of 0 to {@code pause} milliseconds: most requests come before midnight or soon after it. */
        void ask(int requests, int pause) {
            for (int i = 0; i < requests; i++) {
                fixture.clock.advance(Duration.ofMillis(random.nextInt(pause)));
                Result result = fixture.handle(
                        Fixture.event("GET", "/forecast", event -> Fixture.authorize(event, "Bearer " + TOKEN)));
                assertThat(result.context()).containsEntry("decision", "allow");
                LocalDate day = LocalDate.parse(String.valueOf(result.context().get("quotaDay")));
                assertThat(issuedOn(result)).isEqualTo(day);
                named.merge(day, 1L, Long::sum);
            }
            assertThat(named).as("requests before midnight and after it").hasSize(2);
        }

        private LocalDate issuedOn(Result result) {
            EdgeVerification verification =
                    fixture.gateway().verify(String.valueOf(result.context().get("edgeAssertion")));
            assertThat(verification).isInstanceOf(EdgeVerification.Valid.class);
            Instant issued = ((EdgeVerification.Valid) verification).assertion().issuedAt();
            return LocalDate.ofInstant(issued, ZoneOffset.UTC);
        }

        long named(LocalDate day) {
            return named.getOrDefault(day, 0L);
        }

        long counted(LocalDate day) {
            return table.read(CLIENT).taken(CalendarWindow.dayOf(day));
        }

        long unused() {
            return ledger.stats().reserved()
                    - ledger.stats().admitted()
                    - ledger.stats().givenBack();
        }

        @Override
        public Outcome charge(String clientId, Charge charge) {
            fixture.clock.advance(Duration.ofMillis(random.nextInt(140)));
            Outcome outcome = table.charge(clientId, charge);
            fixture.clock.advance(Duration.ofMillis(random.nextInt(140)));
            return outcome;
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
}
