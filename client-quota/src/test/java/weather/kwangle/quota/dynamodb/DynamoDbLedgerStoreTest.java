package weather.kwangle.quota.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import weather.kwangle.quota.LeaseLedger;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.Limits;
import weather.kwangle.quota.QuotaLedger;
import weather.kwangle.quota.QuotaLedgerContract;
import weather.kwangle.quota.RegistryEntry;
import weather.kwangle.quota.RegistryEntry.Status;
import weather.kwangle.quota.Reservation.Admitted;
import weather.kwangle.quota.TestClock;
import weather.kwangle.quota.batch.BatchLedger;
import weather.kwangle.quota.batch.Taking.Taken;

@Tag("slow")
class DynamoDbLedgerStoreTest extends QuotaLedgerContract {

    /** A write unit; a larger item costs two for every request (AWS: DynamoDB read and write operations). */
    static final int WRITE_UNIT_BYTES = 1024;

    private static final Limits LIMITS = new Limits(100, 200, OptionalLong.of(1_000_000), OptionalLong.of(20_000_000));

    DynamoDbLedgerStoreTest() {
        super(new DynamoDbLedgerStore(TestTable.client(), TestTable.NAME));
    }

    @Test
    void an_item_with_every_attribute_stays_one_write_unit_over_years_of_use() {
        var clock = TestClock.at("2026-11-23T10:00:00Z");
        String longText = "x".repeat(120);
        new DynamoDbClientRegistry(TestTable.client(), TestTable.NAME, clock)
                .put(
                        "daily",
                        new RegistryEntry(
                                Optional.of("partner"),
                                Status.ACTIVE,
                                Optional.of(longText),
                                Optional.of(longText),
                                Optional.of(Instant.parse("2026-12-01T00:00:00.123456789Z"))));
        QuotaLedger ledger = ledger(clock);
        var batches = new BatchLedger(new DynamoDbLedgerStore(TestTable.client(), TestTable.NAME), clock);

        int largest = 0;
        for (int day = 0; day < 400; day++) {
            assertThat(ledger.reserve("daily", LIMITS)).isInstanceOf(Admitted.class);
            assertThat(batches.take("daily", LIMITS.day(), LIMITS.month(), 600_000))
                    .isInstanceOf(Taken.class);
            if (day % 16 == 0) {
                ledger.inspect("daily", LIMITS);
            }
            largest = Math.max(largest, size(item("daily")));
            clock.advance(Duration.ofDays(1));
        }

        assertThat(largest).isBetween(800, WRITE_UNIT_BYTES);
    }

    @Test
    void warming_up_writes_nothing() {
        new DynamoDbLedgerStore(TestTable.client(), TestTable.NAME).warmUp();

        assertThat(item("warm-up")).isEmpty();
    }

    @Test
    void instances_count_themselves_in_an_epoch_and_clear_away_the_ones_before() {
        var clock = TestClock.at("2026-11-23T10:00:00Z");
        QuotaLedger one = ledger(clock);
        one.reserve("ranked", LIMITS);
        ledger(clock).reserve("ranked", LIMITS);
        ledger(clock).reserve("ranked", LIMITS);

        assertThat(item("ranked")).containsEntry("e179542800", AttributeValue.fromN("3"));

        clock.advance(Duration.ofMinutes(1));
        one.reserve("ranked", LIMITS);

        assertThat(item("ranked"))
                .doesNotContainKey("e179542800")
                .containsEntry("e179542806", AttributeValue.fromN("1"));
    }

    @Test
    void charging_leaves_the_registry_entry_alone_and_the_other_way_round() {
        var clock = TestClock.at("2026-11-23T10:00:00Z");
        var registry = new DynamoDbClientRegistry(TestTable.client(), TestTable.NAME, clock);
        QuotaLedger ledger = ledger(clock);
        ledger.reserve("both", LIMITS);

        registry.put("both", RegistryEntry.active("partner"));
        ledger.reserve("both", LIMITS);

        assertThat(item("both"))
                .containsEntry("pk", AttributeValue.fromS("CLIENT#both"))
                .containsEntry("plan", AttributeValue.fromS("partner"))
                .containsEntry("d20261123", AttributeValue.fromN("3"))
                .containsEntry("m202611", AttributeValue.fromN("3"));
    }

    @Test
    void a_counter_that_is_no_number_is_our_failure() {
        TestTable.client()
                .putItem(request -> request.tableName(TestTable.NAME)
                        .item(Map.of(
                                "pk", AttributeValue.fromS("CLIENT#broken"), "tat", AttributeValue.fromS("soon"))));

        assertThatThrownBy(() -> ledger(TestClock.at("2026-11-23T10:00:00Z")).reserve("broken", LIMITS))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessage("the account of broken holds no whole number in tat");
    }

    @Test
    void a_missing_table_is_our_failure() {
        var ledger = new LeaseLedger(new DynamoDbLedgerStore(TestTable.client(), "no-such-table"), Clock.systemUTC());

        assertThatThrownBy(() -> ledger.reserve("client", LIMITS))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("no-such-table");
    }

    @Test
    void creating_the_table_again_changes_nothing() {
        ledger(Clock.systemUTC()).reserve("keeper", LIMITS);

        QuotaTable.create(TestTable.client(), TestTable.NAME);

        assertThat(item("keeper")).containsKey("tat");
    }

    private static QuotaLedger ledger(Clock clock) {
        return new LeaseLedger(new DynamoDbLedgerStore(TestTable.client(), TestTable.NAME), clock);
    }

    private static Map<String, AttributeValue> item(String clientId) {
        return TestTable.client()
                .getItem(request -> request.tableName(TestTable.NAME).key(QuotaTable.key(clientId)))
                .item();
    }

    /** AWS, DynamoDB item sizes: names and strings in UTF-8, numbers about a byte per two digits and one more. */
    static int size(Map<String, AttributeValue> item) {
        return item.entrySet().stream()
                .mapToInt(attribute -> attribute.getKey().length() + size(attribute.getValue()))
                .sum();
    }

    private static int size(AttributeValue value) {
        return value.s() != null ? value.s().length() : value.n().length() / 2 + 2;
    }
}
