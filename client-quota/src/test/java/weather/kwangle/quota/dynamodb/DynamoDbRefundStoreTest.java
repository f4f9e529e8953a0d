package weather.kwangle.quota.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weather.kwangle.quota.dynamodb.DynamoDbLedgerStoreTest.WRITE_UNIT_BYTES;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;
import weather.kwangle.quota.Account;
import weather.kwangle.quota.CalendarWindow;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.TestClock;
import weather.kwangle.quota.dynamodb.ScriptedServer.Reply;
import weather.kwangle.quota.refund.AccountRefunds;
import weather.kwangle.quota.refund.Refund;
import weather.kwangle.quota.refund.RefundBook;
import weather.kwangle.quota.refund.RefundBookContract;

@Tag("slow")
class DynamoDbRefundStoreTest extends RefundBookContract {

    private static final LocalDate TODAY = LocalDate.parse("2026-11-23");

    DynamoDbRefundStoreTest() {
        super(new DynamoDbRefundStore(TestTable.client(), TestTable.NAME));
    }

    @Override
    protected void take(String clientId, LocalDate day, long permits) {
        TestTable.client()
                .updateItem(request -> request.tableName(TestTable.NAME)
                        .key(QuotaTable.key(clientId))
                        .updateExpression("ADD %s :permits, %s :permits"
                                .formatted(
                                        CalendarWindow.dayOf(day).attribute(),
                                        CalendarWindow.monthOf(day).attribute()))
                        .expressionAttributeValues(Map.of(":permits", AttributeValue.fromN(Long.toString(permits)))));
    }

    @Override
    protected Account account(String clientId) {
        return new DynamoDbLedgerStore(TestTable.client(), TestTable.NAME).read(clientId);
    }

    @Test
    void a_marker_says_whose_what_and_until_when() {
        take("marked", TODAY, 9);
        refunds().refund("marked", List.of(Refund.ofBatch("some-request", 7, TODAY)));

        assertThat(item(Map.of("pk", AttributeValue.fromS("REFUND#BATCH#some-request"))))
                .isEqualTo(Map.of(
                        "pk", AttributeValue.fromS("REFUND#BATCH#some-request"),
                        "client", AttributeValue.fromS("marked"),
                        "day", AttributeValue.fromS("2026-11-23"),
                        "permits", AttributeValue.fromN("7"),
                        "expiresAt", AttributeValue.fromN("1796169600")));
    }

    @Test
    void a_refund_leaves_the_rest_of_the_clients_item_alone() {
        take("kept", TODAY, 2);
        Map<String, AttributeValue> before = item(QuotaTable.key("kept"));
        refunds().refund("kept", List.of(Refund.ofEdge("kept-request", TODAY)));

        var expected = new HashMap<>(before);
        expected.put("d20261123", AttributeValue.fromN("1"));
        expected.put("m202611", AttributeValue.fromN("1"));
        expected.put("r20261123", AttributeValue.fromN("1"));
        assertThat(item(QuotaTable.key("kept"))).isEqualTo(expected);
    }

    @Test
    void markers_are_no_clients() {
        take("counted", TODAY, 1);
        refunds().refund("counted", List.of(Refund.ofEdge("counted-request", TODAY)));

        assertThat(QuotaTable.clientIds(TestTable.client(), TestTable.NAME))
                .contains("counted")
                .noneMatch(id -> id.contains("counted-request"));
    }

    @Test
    void the_table_lets_markers_go_when_their_time_is_over() {
        var setting = TestTable.client()
                .describeTimeToLive(request -> request.tableName(TestTable.NAME))
                .timeToLiveDescription();

        assertThat(setting.timeToLiveStatus()).isEqualTo(TimeToLiveStatus.ENABLED);
        assertThat(setting.attributeName()).isEqualTo("expiresAt");
    }

    /** What refunds cost everyone who writes to the item: docs/adr/0018-refunds-are-transactions-with-markers.md. */
    @Test
    void an_item_with_refunds_stays_one_write_unit_for_most_clients_and_two_for_all() {
        assertThat(DynamoDbLedgerStoreTest.size(itemOf(28, ""))).isLessThanOrEqualTo(WRITE_UNIT_BYTES);
        assertThat(DynamoDbLedgerStoreTest.size(itemOf(10, "x".repeat(120)))).isLessThanOrEqualTo(WRITE_UNIT_BYTES);
        assertThat(DynamoDbLedgerStoreTest.size(itemOf(39, "x".repeat(120))))
                .isBetween(WRITE_UNIT_BYTES + 1, 2 * WRITE_UNIT_BYTES);
    }

    /** An item that was used on each day, before the ledger forgets the oldest; refunds on some of the days. */
    private static Map<String, AttributeValue> itemOf(int daysWithRefunds, String text) {
        var item = new HashMap<>(QuotaTable.key("1h57kf5cpq17m0eml12EXAMPLE"));
        item.put("tat", AttributeValue.fromN("1795651200123456789"));
        item.put("usageTat", AttributeValue.fromN("1795651200123456789"));
        item.put("plan", AttributeValue.fromS("partner"));
        item.put("status", AttributeValue.fromS("active"));
        if (!text.isEmpty()) {
            item.put("statusBy", AttributeValue.fromS(text));
            item.put("statusWhy", AttributeValue.fromS(text));
        }
        int daysKept = Math.max(35, daysWithRefunds);
        for (int i = 0; i < daysKept; i++) {
            LocalDate day = TODAY.minusDays(i);
            item.put(CalendarWindow.dayOf(day).attribute(), AttributeValue.fromN("987654"));
            item.put(CalendarWindow.monthOf(day).attribute(), AttributeValue.fromN("19876543"));
            if (i < daysWithRefunds) {
                item.put(CalendarWindow.refundsOf(day).attribute(), AttributeValue.fromN("123456"));
            }
        }
        return item;
    }

    @Test
    void a_table_that_is_away_is_our_failure() throws Exception {
        try (var server = new ScriptedServer(Reply.LOSE);
                var client = TestTable.clientOf(server.endpoint(), Duration.ofSeconds(5))) {
            RefundBook book = new AccountRefunds(new DynamoDbRefundStore(client, "some-table"), Clock.systemUTC());

            assertThatThrownBy(() ->
                            book.refund("client", List.of(Refund.ofEdge("request", LocalDate.now(Clock.systemUTC())))))
                    .isInstanceOf(LedgerUnavailableException.class)
                    .hasMessageStartingWith("cannot write refunds to table some-table: ");
            assertThat(server.requests()).isEqualTo(1);
        }
    }

    private static RefundBook refunds() {
        return new AccountRefunds(
                new DynamoDbRefundStore(TestTable.client(), TestTable.NAME), TestClock.at("2026-11-23T10:00:00Z"));
    }

    private static Map<String, AttributeValue> item(Map<String, AttributeValue> key) {
        return TestTable.client()
                .getItem(request -> request.tableName(TestTable.NAME).key(key).consistentRead(true))
                .item();
    }
}
