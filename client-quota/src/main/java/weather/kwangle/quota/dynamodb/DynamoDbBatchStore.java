package weather.kwangle.quota.dynamodb;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import weather.kwangle.quota.Account;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.batch.BatchStore;

/** Counters as attributes of the client's item. An attempt is one conditional {@code UpdateItem}. */
public final class DynamoDbBatchStore implements BatchStore {

    private final DynamoDbClient client;
    private final String table;

    /** @param client one of {@link DynamoDbClients}: with a client that retries, a lost answer counts twice */
    public DynamoDbBatchStore(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public Attempt take(String clientId, List<Share> shares) {
        try {
            return new Attempt.Taken(DynamoDbLedgerStore.account(
                    clientId, client.updateItem(request(clientId, shares)).attributes()));
        } catch (ConditionalCheckFailedException e) {
            return new Attempt.Refused(e.hasItem() ? DynamoDbLedgerStore.account(clientId, e.item()) : Account.EMPTY);
        } catch (TransactionConflictException e) {
            return new Attempt.Conflict();
        } catch (SdkException e) {
            throw new LedgerUnavailableException("cannot take permits in table " + table + ": " + e.getMessage(), e);
        }
    }

    private UpdateItemRequest request(String clientId, List<Share> shares) {
        var assignments = new ArrayList<String>();
        var conditions = new ArrayList<String>();
        Map<String, AttributeValue> values = new HashMap<>();
        values.put(":zero", number(0));
        for (int i = 0; i < shares.size(); i++) {
            Share share = shares.get(i);
            String window = share.window().attribute();
            String permits = ":permits" + i;
            String ceiling = ":ceiling" + i;
            assignments.add("%1$s = if_not_exists(%1$s, :zero) + %2$s".formatted(window, permits));
            values.put(permits, number(share.permits()));
            share.limit().ifPresent(limit -> {
                long most = limit - share.permits();
                // A window without a counter has room for all of its limit, and none for more than that.
                conditions.add((most < 0 ? "%2$s <= %3$s" : "(attribute_not_exists(%1$s) OR %2$s <= %3$s)")
                        .formatted(window, window, ceiling));
                values.put(ceiling, number(most));
            });
        }
        var request = UpdateItemRequest.builder()
                .tableName(table)
                .key(QuotaTable.key(clientId))
                .updateExpression("SET " + String.join(", ", assignments))
                .expressionAttributeValues(values)
                .returnValues(ReturnValue.ALL_NEW)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD);
        if (!conditions.isEmpty()) {
            request.conditionExpression(String.join(" AND ", conditions));
        }
        return request.build();
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
