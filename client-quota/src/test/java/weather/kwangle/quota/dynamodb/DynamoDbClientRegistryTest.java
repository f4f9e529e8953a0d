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

    private static DynamoDbClientRegistry registry(Clock clock) {
        return new DynamoDbClientRegistry(TestTable.client(), TestTable.NAME, clock);
    }

    private void write(Map<String, AttributeValue> attributes) {
        var item = new HashMap<>(attributes);
        item.putAll(QuotaTable.key(client));
        TestTable.client().putItem(request -> request.tableName(TestTable.NAME).item(item));
    }
}
