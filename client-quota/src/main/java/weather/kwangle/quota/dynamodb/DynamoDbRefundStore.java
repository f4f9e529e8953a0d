package weather.kwangle.quota.dynamodb;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.Update;
import weather.kwangle.quota.Account;
import weather.kwangle.quota.CalendarWindow;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.refund.Refund;
import weather.kwangle.quota.refund.RefundStore;

/**
 * Markers as items beside the accounts. An attempt is one transaction (AWS: Amazon DynamoDB Transactions, at most 100
 * items): a put for each marker and one update of the account.
 */
public final class DynamoDbRefundStore implements RefundStore {

    private static final String CONDITION_FAILED = "ConditionalCheckFailed";
    private static final String CONFLICT = "TransactionConflict";
    private static final Set<String> EXPECTED = Set.of(CONDITION_FAILED, CONFLICT, "None");

    private final DynamoDbClient client;
    private final String table;

    /** @param client one of {@link DynamoDbClients}; with a client that retries, a call may take longer than it should */
    public DynamoDbRefundStore(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public Attempt give(String clientId, LocalDate day, List<Refund> refunds, Instant keepUntil) {
        var items = new ArrayList<TransactWriteItem>();
        for (Refund refund : refunds) {
            items.add(TransactWriteItem.builder()
                    .put(marker(clientId, refund, keepUntil))
                    .build());
        }
        // The account comes last, so that the answer's reasons begin with the markers'.
        items.add(TransactWriteItem.builder()
                .update(deduction(clientId, day, refunds))
                .build());
        try {
            client.transactWriteItems(request -> request.transactItems(items));
            return new Attempt.Given();
        } catch (TransactionCanceledException e) {
            return attempt(clientId, day, refunds, e);
        } catch (TransactionConflictException e) {
            return new Attempt.Conflict();
        } catch (SdkException e) {
            throw unavailable(e);
        }
    }

    private Put marker(String clientId, Refund refund, Instant keepUntil) {
        var item = new HashMap<>(QuotaTable.refundKey(refund.claim()));
        item.put("client", AttributeValue.fromS(clientId));
        item.put("day", AttributeValue.fromS(refund.day().toString()));
        item.put("permits", number(refund.permits()));
        item.put(QuotaTable.EXPIRES_AT, number(keepUntil.getEpochSecond()));
        return Put.builder()
                .tableName(table)
                .item(item)
                .conditionExpression("attribute_not_exists(" + QuotaTable.PARTITION_KEY + ")")
                .build();
    }

    private Update deduction(String clientId, LocalDate day, List<Refund> refunds) {
        String taken = CalendarWindow.dayOf(day).attribute();
        String takenOfMonth = CalendarWindow.monthOf(day).attribute();
        String refunded = CalendarWindow.refundsOf(day).attribute();
        return Update.builder()
                .tableName(table)
                .key(QuotaTable.key(clientId))
                .updateExpression("SET %1$s = %1$s - :permits, %2$s = %2$s - :permits, ".formatted(taken, takenOfMonth)
                        + "%1$s = if_not_exists(%1$s, :zero) + :permits".formatted(refunded))
                .conditionExpression("%s >= :permits AND %s >= :permits".formatted(taken, takenOfMonth))
                .expressionAttributeValues(Map.of(":permits", number(sum(refunds)), ":zero", number(0)))
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
    }

    /** Reasons stand in the order of the items. A marker in the way comes first: without it the sum is another one. */
    private Attempt attempt(
            String clientId, LocalDate day, List<Refund> refunds, TransactionCanceledException cancelled) {
        List<CancellationReason> reasons = cancelled.cancellationReasons();
        if (reasons.size() != refunds.size() + 1) {
            throw unavailable(cancelled);
        }
        Set<Refund.Claim> known = new HashSet<>();
        for (int i = 0; i < refunds.size(); i++) {
            if (CONDITION_FAILED.equals(reasons.get(i).code())) {
                known.add(refunds.get(i).claim());
            }
        }
        if (!known.isEmpty()) {
            return new Attempt.Known(known);
        }
        Set<String> codes = reasons.stream().map(CancellationReason::code).collect(Collectors.toSet());
        if (!EXPECTED.containsAll(codes)) {
            throw unavailable(cancelled);
        }
        // Whoever holds a marker may just be taking from the account, too: what it has is known only after that.
        return codes.contains(CONFLICT)
                ? new Attempt.Conflict()
                : new Attempt.TooLittle(available(clientId, day, reasons.getLast()));
    }

    private static long available(String clientId, LocalDate day, CancellationReason account) {
        Account found = account.hasItem() ? DynamoDbLedgerStore.account(clientId, account.item()) : Account.EMPTY;
        return Math.min(found.taken(CalendarWindow.dayOf(day)), found.taken(CalendarWindow.monthOf(day)));
    }

    private static long sum(List<Refund> refunds) {
        return refunds.stream().mapToLong(Refund::permits).sum();
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    private LedgerUnavailableException unavailable(SdkException cause) {
        return new LedgerUnavailableException(
                "cannot write refunds to table " + table + ": " + cause.getMessage(), cause);
    }
}
