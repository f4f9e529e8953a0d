package weather.kwangle.quota.dynamodb;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;
import weather.kwangle.quota.refund.Refund;

/** The table's shape: one item per client, found by its id, and for some days one per refund, found by its request's. */
public final class QuotaTable {

    /** The partition key, a string; there is no sort key. */
    public static final String PARTITION_KEY = "pk";

    /** When an item may go, in seconds since the epoch; clients' items have none. */
    public static final String EXPIRES_AT = "expiresAt";

    /** Asked for by calls in advance; no app client of Cognito has an id like this. */
    static final String NOBODY = "warm-up";

    private static final String CLIENT_PREFIX = "CLIENT#";
    private static final String REFUND_PREFIX = "REFUND#";
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
        letExpiredItemsGo(client, table);
    }

    /** Switching on what is on already is an error of DynamoDB's. */
    private static void letExpiredItemsGo(DynamoDbClient client, String table) {
        var present = client.describeTimeToLive(request -> request.tableName(table))
                .timeToLiveDescription()
                .timeToLiveStatus();
        if (present == TimeToLiveStatus.DISABLED) {
            client.updateTimeToLive(request -> request.tableName(table)
                    .timeToLiveSpecification(
                            setting -> setting.attributeName(EXPIRES_AT).enabled(true)));
        }
    }

    /** The ids of all clients that have an item. Reads the whole table, so it is for tools and never on a request's way. */
    public static List<String> clientIds(DynamoDbClient client, String table) {
        return client
                .scanPaginator(request -> request.tableName(table).projectionExpression(PARTITION_KEY))
                .items()
                .stream()
                .flatMap(item -> clientId(item).stream())
                .toList();
    }

    /** Whose item it is; empty if it is no client's. */
    static Optional<String> clientId(Map<String, AttributeValue> item) {
        return Optional.ofNullable(item.get(PARTITION_KEY))
                .map(AttributeValue::s)
                .filter(key -> key.startsWith(CLIENT_PREFIX))
                .map(key -> key.substring(CLIENT_PREFIX.length()));
    }

    /** The key of a client's item. */
    static Map<String, AttributeValue> key(String clientId) {
        return Map.of(PARTITION_KEY, AttributeValue.fromS(CLIENT_PREFIX + clientId));
    }

    /** The key of a refund's marker. The taker comes first: an id may hold any character. */
    static Map<String, AttributeValue> refundKey(Refund.Claim claim) {
        return Map.of(PARTITION_KEY, AttributeValue.fromS(REFUND_PREFIX + claim.taker() + "#" + claim.requestId()));
    }
}
