package weather.kwangle.quota.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import weather.kwangle.quota.LeaseLedger;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.Limits;
import weather.kwangle.quota.RegistryEntry;
import weather.kwangle.quota.RegistryEntry.Status;
import weather.kwangle.quota.TestClock;

@Tag("slow")
class DynamoDbClientRegistryTest {

    private static final RegistryEntry SUSPENDED = new RegistryEntry(
            Optional.of("partner"),
            Status.SUSPENDED,
            Optional.of("on-call"),
            Optional.of("leaked secret"),
            Optional.of(Instant.parse("2026-12-01T00:00:00Z")));

    private final TestClock clock = TestClock.at("2026-11-23T10:00:00Z");
    private final String client = "client-" + UUID.randomUUID();
    private final DynamoDbClientRegistry registry = registry(clock);

    @Test
    void a_client_nobody_wrote_down_has_no_entry() {
        assertThat(registry.find(client)).isEmpty();
    }

    @Test
    void an_account_alone_is_no_entry() {
        new LeaseLedger(new DynamoDbLedgerStore(TestTable.client(), TestTable.NAME), clock)
                .reserve(client, new Limits(1, 1, OptionalLong.empty(), OptionalLong.empty()));

        assertThat(registry.find(client)).isEmpty();
    }

    @Test
    void what_is_put_is_found() {
        registry.put(client, SUSPENDED);

        assertThat(registry.find(client)).contains(SUSPENDED);
    }

    @Test
    void an_entry_replaces_the_one_before_it_wholly() {
        registry.put(client, SUSPENDED);
        registry.put(client, RegistryEntry.active("trial"));

        assertThat(registry.find(client)).contains(RegistryEntry.active("trial"));
    }

    @Test
    void an_entry_without_status_is_active() {
        write(Map.of("plan", AttributeValue.fromS("trial")));

        assertThat(registry.find(client)).contains(RegistryEntry.active("trial"));
    }

    @Test
    void a_suspension_is_seen_by_who_asks_from_fifteen_seconds_on_and_not_read_for_before() {
        var operator = registry(clock);
        registry.put(client, RegistryEntry.active("trial"));
        registry.find(client);
        operator.put(client, SUSPENDED);

        clock.advance(Duration.ofSeconds(15).minusNanos(1));
        assertThat(registry.find(client)).contains(RegistryEntry.active("trial"));
        clock.advance(Duration.ofNanos(1));
        assertThat(registry.find(client)).contains(SUSPENDED);
    }

    @Test
    void the_absence_of_an_entry_is_remembered_no_longer_either() {
        assertThat(registry.find(client)).isEmpty();
        registry.put(client, RegistryEntry.active("trial"));

        assertThat(registry.find(client)).isEmpty();
        clock.advance(Duration.ofSeconds(15));
        assertThat(registry.find(client)).isPresent();
    }

    @Test
    void a_suspension_ends_when_it_says() {
        assertThat(SUSPENDED.suspendedAt(Instant.parse("2026-11-30T23:59:59.999Z")))
                .isTrue();
        assertThat(SUSPENDED.suspendedAt(Instant.parse("2026-12-01T00:00:00Z"))).isFalse();
        assertThat(RegistryEntry.active("trial").suspendedAt(Instant.EPOCH)).isFalse();
    }

    @Test
    void a_suspension_without_end_does_not_end() {
        var forEver = new RegistryEntry(
                Optional.empty(), Status.SUSPENDED, Optional.empty(), Optional.empty(), Optional.empty());

        assertThat(forEver.suspendedAt(Instant.parse("9999-12-31T00:00:00Z"))).isTrue();
    }

    @Test
    void a_status_nobody_knows_lets_nobody_in() {
        write(Map.of("status", AttributeValue.fromS("paused")));

        assertThatThrownBy(() -> registry.find(client))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessage("the registry entry of " + client + " has status 'paused', expected active or suspended");
    }

    @Test
    void an_end_that_is_no_time_lets_nobody_in() {
        write(Map.of("status", AttributeValue.fromS("suspended"), "statusUntil", AttributeValue.fromS("tomorrow")));

        assertThatThrownBy(() -> registry.find(client))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("has statusUntil 'tomorrow', expected a time such as");
    }

    @Test
    void a_plan_that_is_no_text_lets_nobody_in() {
        write(Map.of("plan", AttributeValue.fromN("7")));

        assertThatThrownBy(() -> registry.find(client))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("has plan 'N', expected a string");
    }

    @Test
    void a_text_that_would_make_the_item_large_is_refused() {
        var talkative = new RegistryEntry(
                Optional.empty(), Status.ACTIVE, Optional.empty(), Optional.of("x".repeat(121)), Optional.empty());

        assertThatThrownBy(() -> registry.put(client, talkative))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("why has 121 characters, expected at most 120");
    }

    @Test
    void what_nobody_has_changed_is_replaced_and_nothing_else_of_the_item() {
        var ledger = new LeaseLedger(new DynamoDbLedgerStore(TestTable.client(), TestTable.NAME), clock);
        ledger.reserve(client, new Limits(1, 1, OptionalLong.empty(), OptionalLong.empty()));
        var before = new DynamoDbLedgerStore(TestTable.client(), TestTable.NAME).read(client);

        assertThat(registry.replace(client, RegistryEntry.NOTHING, RegistryEntry.active("trial")))
                .isTrue();
        assertThat(registry.replace(client, RegistryEntry.active("trial"), SUSPENDED.withPlan("trial")))
                .isTrue();

        assertThat(registry.read(client)).contains(SUSPENDED.withPlan("trial"));
        assertThat(new DynamoDbLedgerStore(TestTable.client(), TestTable.NAME).read(client))
                .isEqualTo(before);
    }

    @Test
    void what_someone_has_changed_meanwhile_is_left_alone() {
        registry.put(client, RegistryEntry.active("partner"));

        assertThat(registry.replace(client, RegistryEntry.active("trial"), RegistryEntry.active("internal")))
                .isFalse();
        assertThat(registry.replace(client, RegistryEntry.NOTHING, RegistryEntry.active("internal")))
                .isFalse();

        assertThat(registry.read(client)).contains(RegistryEntry.active("partner"));
    }

    @Test
    void who_changes_the_status_is_not_in_the_way_of_who_changes_the_plan() {
        registry.put(client, RegistryEntry.active("trial"));
        RegistryEntry seen = RegistryEntry.active("trial");

        assertThat(registry.replace(client, seen, seen.suspended("ana", "attack", Optional.empty())))
                .isTrue();
        assertThat(registry.replace(client, seen, seen.withPlan("partner"))).isTrue();

        assertThat(registry.read(client))
                .contains(RegistryEntry.active("partner").suspended("ana", "attack", Optional.empty()));
    }

    @Test
    void an_entry_without_status_is_replaced_as_the_active_one_that_it_is() {
        write(Map.of("plan", AttributeValue.fromS("trial")));
        RegistryEntry seen = RegistryEntry.active("trial");

        assertThat(registry.replace(client, seen, seen.suspended("ana", "attack", Optional.empty())))
                .isTrue();
    }

    @Test
    void an_end_that_somebody_wrote_in_another_way_is_replaced_as_the_time_that_it_is() {
        write(Map.of(
                "status",
                AttributeValue.fromS("suspended"),
                "statusUntil",
                AttributeValue.fromS("2026-12-01T00:00:00.000Z")));
        RegistryEntry seen = registry.read(client).orElseThrow();

        assertThat(registry.replace(client, seen, seen.resumed("ana"))).isTrue();
        assertThat(registry.read(client)).contains(RegistryEntry.NOTHING.resumed("ana"));
    }

    @Test
    void a_plan_can_be_taken_away_and_nothing_differing_is_nothing_to_write() {
        registry.put(client, RegistryEntry.active("trial"));

        assertThat(registry.replace(client, RegistryEntry.active("trial"), RegistryEntry.NOTHING))
                .isTrue();
        assertThat(registry.replace(client, RegistryEntry.NOTHING, RegistryEntry.NOTHING))
                .isTrue();

        assertThat(registry.read(client)).contains(RegistryEntry.NOTHING);
    }

    @Test
    void all_entries_are_listed_those_that_cannot_be_read_too_and_accounts_alone_are_not() {
        registry.put(client + "-a", SUSPENDED);
        new LeaseLedger(new DynamoDbLedgerStore(TestTable.client(), TestTable.NAME), clock)
                .reserve(client + "-b", new Limits(1, 1, OptionalLong.empty(), OptionalLong.empty()));
        write(Map.of("status", AttributeValue.fromS("paused")));
        Map<String, Optional<RegistryEntry>> listed = new HashMap<>();

        registry.forEach(each -> listed.put(each.clientId(), each.entry()));

        assertThat(listed)
                .containsEntry(client + "-a", Optional.of(SUSPENDED))
                .containsEntry(client, Optional.empty())
                .doesNotContainKey(client + "-b");
    }

    private static DynamoDbClientRegistry registry(Clock clock) {
        return new DynamoDbClientRegistry(TestTable.client(), TestTable.NAME, clock);
    }

    private void write(Map<String, AttributeValue> attributes) {
        var item = new HashMap<>(attributes);
        item.putAll(QuotaTable.key(client));
        TestTable.client().putItem(request -> request.tableName(TestTable.NAME).item(item));
    }
}
