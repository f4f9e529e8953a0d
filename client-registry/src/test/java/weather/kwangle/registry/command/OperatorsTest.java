package weather.kwangle.registry.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import weather.kwangle.quota.Account;
import weather.kwangle.quota.RegistryEntry;
import weather.kwangle.quota.dynamodb.DynamoDbClientRegistry;
import weather.kwangle.quota.dynamodb.DynamoDbLedgerStore;
import weather.kwangle.registry.Course;
import weather.kwangle.registry.Observed;
import weather.kwangle.registry.RegistryException;
import weather.kwangle.registry.Step;
import weather.kwangle.registry.Wish;
import weather.kwangle.registry.aws.Registrar;

/** Whatever operators do, alone or at once, to a client that goes on asking. */
@Tag("slow")
class OperatorsTest {
    private static final String TABLE = "quota-" + UUID.randomUUID();
    private static final Map<String, AttributeValue> COUNTERS = Map.of(
            "tat", AttributeValue.fromN("1764158400000000000"),
            "d20261126", AttributeValue.fromN("12"),
            "m202611", AttributeValue.fromN("345"),
            "e176415840", AttributeValue.fromN("2"));
    private static DynamoDbClient dynamoDb;

    private final String client = "client-" + UUID.randomUUID();

    @BeforeContainer
    static void makeTheTable() {
        Table.create(TABLE);
        dynamoDb = Table.connect();
    }

    @AfterContainer
    static void close() {
        dynamoDb.close();
    }

    @Property(tries = 40)
    void no_sequence_of_commands_touches_a_counter_and_none_does_anything_twice(@ForAll("wishes") List<Wish> wishes) {
        Table.put(TABLE, client, COUNTERS);
        Account before = new DynamoDbLedgerStore(dynamoDb, TABLE).read(client);
        RegistryEntry expected = RegistryEntry.NOTHING;

        for (Wish wish : wishes) {
            expected = expected(wish, expected);
            perform(wish);
            assertThat(entry()).isEqualTo(expected);
            if (Course.of(wish, registrar().observe(wish)) instanceof Course.Go again) {
                assertThat(again.steps()).as("done again: " + wish).isEmpty();
            }
        }

        assertThat(new DynamoDbLedgerStore(dynamoDb, TABLE).read(client)).isEqualTo(before);
        assertThat(onlyCounters(Table.item(TABLE, client))).isEqualTo(COUNTERS);
    }

    @Property(tries = 40)
    void of_two_who_saw_the_same_the_second_writes_over_nothing_that_the_first_wrote(
            @ForAll("wishes") List<Wish> earlier, @ForAll("wish") Wish first, @ForAll("wish") Wish second) {
        Table.put(TABLE, client, COUNTERS);
        earlier.forEach(this::perform);
        RegistryEntry seen = entry();
        Course ofFirst = course(first);
        Course ofSecond = course(second);

        perform(ofFirst);
        RegistryEntry afterFirst = entry();
        boolean samePart = concernsThePlan(first) == concernsThePlan(second);
        boolean firstWrote = !afterFirst.equals(seen);

        if (!(ofSecond instanceof Course.Go go) || go.steps().isEmpty()) {
            perform(ofSecond);
            assertThat(entry()).isEqualTo(afterFirst);
        } else if (firstWrote && samePart) {
            assertThatThrownBy(() -> perform(go))
                    .isInstanceOf(RegistryException.class)
                    .hasMessageContaining("someone else has changed " + client);
            assertThat(entry()).isEqualTo(afterFirst);
        } else {
            perform(go);
            assertThat(entry()).isEqualTo(expected(second, afterFirst));
        }
        assertThat(onlyCounters(Table.item(TABLE, client))).isEqualTo(COUNTERS);
    }

    @Provide
    Arbitrary<List<Wish>> wishes() {
        return wish().list().ofMaxSize(6);
    }

    @Provide
    Arbitrary<Wish> wish() {
        return Arbitraries.of(
                new Wish.Add(client, "trial"),
                new Wish.Add(client, "partner"),
                new Wish.ChangePlan(client, "partner"),
                new Wish.ChangePlan(client, "internal"),
                new Wish.Suspend(client, "ana", "attack", Optional.empty()),
                new Wish.Suspend(client, "ben", "leaked secret", Optional.of(Instant.parse("2026-12-01T00:00:00Z"))),
                new Wish.Resume(client, "ana"),
                new Wish.Resume(client, "ben"));
    }

    /** The rules once more, without steps. */
    private static RegistryEntry expected(Wish wish, RegistryEntry before) {
        return switch (wish) {
            case Wish.Add add -> before.plan().isEmpty() ? before.withPlan(add.plan()) : before;
            case Wish.ChangePlan change -> before.plan().isEmpty() ? before : before.withPlan(change.plan());
            case Wish.Suspend suspend -> before.suspended(suspend.by(), suspend.why(), suspend.until());
            case Wish.Resume resume ->
                before.status() == RegistryEntry.Status.SUSPENDED ? before.resumed(resume.by()) : before;
        };
    }

    private static boolean concernsThePlan(Wish wish) {
        return wish instanceof Wish.Add || wish instanceof Wish.ChangePlan;
    }

    private Course course(Wish wish) {
        return Course.of(wish, registrar().observe(wish));
    }

    private void perform(Wish wish) {
        perform(course(wish));
    }

    private void perform(Course course) {
        if (course instanceof Course.Go go) {
            registrar().perform(go, (Step _) -> {});
        }
    }

    private RegistryEntry entry() {
        Observed observed = registrar().observe(new Wish.Resume(client, "anybody"));
        return observed.entry();
    }

    private static Registrar registrar() {
        return new Registrar(new DynamoDbClientRegistry(dynamoDb, TABLE, Clock.systemUTC()), Optional.empty());
    }

    private static Map<String, AttributeValue> onlyCounters(Map<String, AttributeValue> item) {
        return item.entrySet().stream()
                .filter(attribute -> COUNTERS.containsKey(attribute.getKey()) || Account.counts(attribute.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, _) -> a, HashMap::new));
    }
}
