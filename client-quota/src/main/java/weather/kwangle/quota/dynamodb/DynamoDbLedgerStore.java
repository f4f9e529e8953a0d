package weather.kwangle.quota.dynamodb;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import weather.kwangle.quota.Account;
import weather.kwangle.quota.Charge;
import weather.kwangle.quota.LedgerStore;
import weather.kwangle.quota.LedgerUnavailableException;

/** Accounts as items of the table, beside the client's registry entry. A charge is one conditional {@code UpdateItem}. */
public final class DynamoDbLedgerStore implements LedgerStore {

    private final DynamoDbClient client;
    private final String table;

    /** @param client one of {@link DynamoDbClients}: with a client that retries, a lost answer counts twice */
    public DynamoDbLedgerStore(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    @Override
    public Outcome charge(String clientId, Charge charge) {
        var expressions = ChargeExpressions.of(charge);
        var request = UpdateItemRequest.builder()
                .tableName(table)
                .key(QuotaTable.key(clientId))
                .updateExpression(expressions.update())
                .conditionExpression(expressions.condition())
                .expressionAttributeValues(expressions.values())
                .returnValues(ReturnValue.ALL_NEW)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .build();
        try {
            return new Outcome.Charged(
                    account(clientId, client.updateItem(request).attributes()));
        } catch (ConditionalCheckFailedException e) {
            return new Outcome.Refused(e.hasItem() ? account(clientId, e.item()) : Account.EMPTY);
        } catch (SdkException e) {
            throw unavailable("charge", e);
        }
    }

    @Override
    public Account read(String clientId) {
        var request = GetItemRequest.builder()
                .tableName(table)
                .key(QuotaTable.key(clientId))
                .consistentRead(true)
                .build();
        try {
            return account(clientId, client.getItem(request).item());
        } catch (SdkException e) {
            throw unavailable("read", e);
        }
    }

    @Override
    public void forget(String clientId, Set<String> windows) {
        var request = UpdateItemRequest.builder()
                .tableName(table)
                .key(QuotaTable.key(clientId))
                .updateExpression(windows.stream().sorted().collect(Collectors.joining(", ", "REMOVE ", "")))
                .build();
        try {
            client.updateItem(request);
        } catch (SdkException e) {
            throw unavailable("clear", e);
        }
    }

    /** The ledger's numbers in a client's item. */
    static Account account(String clientId, Map<String, AttributeValue> item) {
        var numbers = new HashMap<String, Long>();
        item.forEach((name, value) -> {
            if (Account.counts(name)) {
                numbers.put(name, number(clientId, name, value));
            }
        });
        return new Account(numbers);
    }

    private static long number(String clientId, String name, AttributeValue value) {
        try {
            return Long.parseLong(value.n());
        } catch (NumberFormatException e) {
            throw new LedgerUnavailableException("the account of " + clientId + " holds no whole number in " + name, e);
        }
    }

    private LedgerUnavailableException unavailable(String action, SdkException cause) {
        return new LedgerUnavailableException(
                "cannot " + action + " an account in table " + table + ": " + cause.getMessage(), cause);
    }
}
