package weather.kwangle.quota.dynamodb;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The table's shape: one item per client, found by its id. */
public final class QuotaTable {

    /** The partition key, a string; there is no sort key. */
    public static final String PARTITION_KEY = "pk";

    private static final String CLIENT_PREFIX = "CLIENT#";

    /** No app client of Cognito has an id like this. */
    private static final String NOBODY = "snapshot-rehearsal";

    private static final Duration CREATION_TIMEOUT = Duration.ofMinutes(1);

    private QuotaTable() {}

    /** Creates the table, paid per request, unless it is there, and waits until it can be used. */
    public static void create(DynamoDbClient client, String table) {
        try {
            client.createTable(request -> request.tableName(table)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(AttributeDefinition.builder()
                            .attributeName(PARTITION_KEY)
                            .attributeType(ScalarAttributeType.S)
                            .build())
                    .keySchema(KeySchemaElement.builder()
                            .attributeName(PARTITION_KEY)
                            .keyType(KeyType.HASH)
                            .build()));
        } catch (ResourceInUseException alreadyThere) {
            // Whoever created it, the wait below is the same.
        }
        try (var waiter = client.waiter()) {
            waiter.waitUntilTableExists(
                    request -> request.tableName(table), limits -> limits.waitTimeout(CREATION_TIMEOUT));
        }
    }

    /**
     * Reads and writes as ledger and registry do, and changes nothing: there is no such client, and no item meets the
     * condition. It opens a connection, gets credentials and loads what a call needs.
     *
     * @throws SdkException if the table cannot be had
     */
    public static void rehearse(DynamoDbClient client, String table) {
        client.getItem(request -> request.tableName(table).key(key(NOBODY)).consistentRead(true));
        try {
            client.updateItem(request -> request.tableName(table)
                    .key(key(NOBODY))
                    .updateExpression("SET nothing = :value")
                    .conditionExpression("attribute_exists(pk) AND attribute_not_exists(pk)")
                    .expressionAttributeValues(Map.of(":value", AttributeValue.fromN("0"))));
        } catch (ConditionalCheckFailedException asIntended) {
            // The answer to every call.
        }
    }

    /** The ids of all clients that have an item. Reads the whole table, so it is for tools and never on a request's way. */
    public static List<String> clientIds(DynamoDbClient client, String table) {
        return client
                .scanPaginator(request -> request.tableName(table).projectionExpression(PARTITION_KEY))
                .items()
                .stream()
                .flatMap(item -> item.values().stream().map(AttributeValue::s))
                .filter(key -> key.startsWith(CLIENT_PREFIX))
                .map(key -> key.substring(CLIENT_PREFIX.length()))
                .toList();
    }

    /** The key of a client's item. */
    static Map<String, AttributeValue> key(String clientId) {
        return Map.of(PARTITION_KEY, AttributeValue.fromS(CLIENT_PREFIX + clientId));
    }
}
