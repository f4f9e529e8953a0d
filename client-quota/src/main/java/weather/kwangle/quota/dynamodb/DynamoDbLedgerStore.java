package weather.kwangle.quota.dynamodb;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import weather.kwangle.quota.Account;
import weather.kwangle.quota.Charge;
import weather.kwangle.quota.LedgerStore;
import weather.kwangle.quota.LedgerUnavailableException;

/** Accounts as items of the table, beside the client's registry entry. A charge is one conditional {@code UpdateItem}. */
public final class DynamoDbLedgerStore implements LedgerStore {

    /** Gives back a permit of a day before there were any: no account can, so nothing is written. */
    private static final Charge IMPOSSIBLE = new Charge(
            new Charge.Form.Still(),
            List.of(new Charge.Count("d19700101", -1, OptionalLong.empty())),
            Optional.empty(),
            Set.of());

    private final DynamoDbClient client;
    private final String table;
    private final Optional<Duration> atMost;

    /** @param client one of {@link DynamoDbClients}: with a client that retries, a lost answer counts twice */
    public DynamoDbLedgerStore(DynamoDbClient client, String table) {
        this(client, table, Optional.empty());
    }

    private DynamoDbLedgerStore(DynamoDbClient client, String table, Optional<Duration> atMost) {
        this.client = client;
        this.table = table;
        this.atMost = atMost;
    }

    /**
     * Loads the classes and opens the connection that a charge needs, within the client's own timeout: the first charge of
     * a process would hardly make it within its own. Writes nothing, and what it meets is left for the first charge to say.
     */
    public void warmUp() {
        charge(QuotaTable.NOBODY, IMPOSSIBLE, Optional.empty());
    }

    @Override
    public DynamoDbLedgerStore within(Duration time) {
        return new DynamoDbLedgerStore(client, table, Optional.of(time));
    }

    @Override
    public Outcome charge(String clientId, Charge charge) {
        return charge(clientId, charge, atMost);
    }

    private Outcome charge(String clientId, Charge charge, Optional<Duration> timeout) {
        var expressions = ChargeExpressions.of(charge);
        var request = UpdateItemRequest.builder()
                .tableName(table)
                .key(QuotaTable.key(clientId))
                .updateExpression(expressions.update())
                .conditionExpression(expressions.condition().orElse(null))
                .expressionAttributeValues(expressions.values())
                .returnValues(ReturnValue.ALL_NEW)
                .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD)
                .overrideConfiguration(configuration -> timeout.ifPresent(configuration::apiCallTimeout))
                .build();
        try {
            return new Outcome.Charged(
                    account(clientId, client.updateItem(request).attributes()));
        } catch (ConditionalCheckFailedException e) {
            return new Outcome.Refused(e.hasItem() ? account(clientId, e.item()) : Account.EMPTY);
        } catch (TransactionConflictException e) {
            return new Outcome.Conflict(unavailable("charge", e));
        } catch (SdkException e) {
            LedgerUnavailableException failure = unavailable("charge", e);
            return DynamoDbClients.declined(e) ? new Outcome.Declined(failure) : new Outcome.Unknown(failure);
        }
    }

    @Override
    public Account read(String clientId) {
        var request = GetItemRequest.builder()
                .tableName(table)
                .key(QuotaTable.key(clientId))
                .consistentRead(true)
                .overrideConfiguration(configuration -> atMost.ifPresent(configuration::apiCallTimeout))
                .build();
        try {
            return account(clientId, client.getItem(request).item());
        } catch (SdkException e) {
            throw unavailable("read", e);
        }
    }

    @Override
    public void forget(String clientId, Set<String> attributes) {
        var request = UpdateItemRequest.builder()
                .tableName(table)
                .key(QuotaTable.key(clientId))
                .updateExpression(ChargeExpressions.remove(attributes))
                .overrideConfiguration(configuration -> atMost.ifPresent(configuration::apiCallTimeout))
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
