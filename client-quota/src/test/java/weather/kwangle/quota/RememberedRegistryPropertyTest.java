package weather.kwangle.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

/** Whatever happens in whatever order, no decision uses an entry that was read more than thirty seconds ago. */
class RememberedRegistryPropertyTest {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    /** What a read comes to. */
    enum Answer {
        FOUND,
        DECLINED,
        UNANSWERED
    }

    /**
     * Time that passes and then a request.
     *
     * @param waits before it, in milliseconds
     * @param clockMove what somebody sets the clock by before it, the wrong way too
     * @param asleep whether the clock that only runs stood still meanwhile, as in a function that is frozen
     * @param answer what a read would come to
     * @param takes how long that would take
     */
    record Event(int client, long waits, long clockMove, boolean asleep, Answer answer, long takes) {}

    /** One clock may be wrong at a time: a machine that sleeps has its clock set right when it wakes. */
    private static final class World {
        private long trueMillis;
        private long clockError;
        private long slept;

        Clock clock() {
            InstantSource source = () -> START.plusMillis(trueMillis + clockError);
            return source.withZone(ZoneOffset.UTC);
        }

        long ticks() {
            return Duration.ofMillis(trueMillis - slept).toNanos();
        }

        void pass(Event event) {
            trueMillis += event.waits();
            if (event.asleep()) {
                slept += event.waits();
            } else {
                clockError += event.clockMove();
            }
        }
    }

    @Property(seed = "20261126", tries = 1_000)
    void no_decision_uses_an_entry_older_than_thirty_seconds(@ForAll("awake") List<Event> events) {
        check(events);
    }

    @Property(seed = "20261126", tries = 1_000)
    void nor_does_one_after_sleep(@ForAll("sleepy") List<Event> events) {
        check(events);
    }

    private static void check(List<Event> events) {
        var world = new World();
        var event = new Event[1];
        var registry =
                new RememberedRegistry((_, _) -> answer(world, event[0]), world.clock(), world::ticks, new Random(1));
        for (Event next : events) {
            event[0] = next;
            world.pass(next);
            try {
                Optional<RegistryEntry> entry = registry.find("client-" + next.client());
                long readAt = Long.parseLong(entry.orElseThrow().plan().orElseThrow());
                assertThat(world.trueMillis - readAt).isLessThan(RememberedRegistry.MAX_AGE.toMillis());
            } catch (LedgerUnavailableException refused) {
                assertThat(refused).hasMessageNotContaining("null");
            }
        }
    }

    /** An entry whose plan says when the table was looked at, at the earliest. */
    private static RegistryReading answer(World world, Event event) {
        long begin = world.trueMillis;
        world.trueMillis += event.takes();
        return switch (event.answer()) {
            case FOUND -> new RegistryReading.Found(Optional.of(RegistryEntry.active(Long.toString(begin))));
            case DECLINED -> new RegistryReading.Declined(new LedgerUnavailableException("declined"));
            case UNANSWERED -> new RegistryReading.Unanswered(new LedgerUnavailableException("away"));
        };
    }

    @Provide
    Arbitrary<List<Event>> awake() {
        return events(Arbitraries.longs().between(-120_000, 120_000).injectDuplicates(0.2), Arbitraries.just(false));
    }

    @Provide
    Arbitrary<List<Event>> sleepy() {
        return events(Arbitraries.just(0L), Arbitraries.of(true, false));
    }

    private static Arbitrary<List<Event>> events(Arbitrary<Long> moves, Arbitrary<Boolean> asleep) {
        Arbitrary<Long> waits = Arbitraries.frequencyOf(
                Tuple.of(6, Arbitraries.longs().between(0, 3_000)),
                Tuple.of(3, Arbitraries.longs().between(10_000, 35_000)),
                Tuple.of(1, Arbitraries.of(14_999L, 15_000L, 29_999L, 30_000L)));
        return Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        waits,
                        Arbitraries.frequencyOf(Tuple.of(4, Arbitraries.just(0L)), Tuple.of(1, moves)),
                        asleep,
                        Arbitraries.of(Answer.class),
                        Arbitraries.longs().between(0, 1_000))
                .as(Event::new)
                .list()
                .ofMaxSize(60);
    }
}
