package weather.kwangle.registry.command;

import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import weather.kwangle.dynamodblocal.DynamoDbLocal;
import weather.kwangle.quota.dynamodb.DynamoDbClients;
import weather.kwangle.quota.dynamodb.QuotaTable;

/** A table in a DynamoDB Local that all tests of a run share; it ends with the JVM that runs them. */
final class Table {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private Table() {}

    private static final class Holder {
        private static final URI ENDPOINT =
                DynamoDbLocal.start(Duration.ofSeconds(60)).endpoint();
    }

    static URI endpoint() {
        return Holder.ENDPOINT;
    }

    /** A client of its own, for who closes it. */
    static DynamoDbClient connect() {
        return DynamoDbClients.create(
                TIMEOUT,
                builder -> builder.endpointOverride(endpoint())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"))));
    }

    /** Makes a table. */
    static void create(String name) {
        try (DynamoDbClient client = connect()) {
            QuotaTable.create(client, name);
        }
    }

    /** Makes a table anew. */
    static void recreate(String name) {
        create(name);
        drop(name);
        create(name);
    }

    static void drop(String name) {
        try (DynamoDbClient client = connect()) {
            client.deleteTable(request -> request.tableName(name));
        }
    }

    /** A client's whole item. */
    static Map<String, AttributeValue> item(String table, String clientId) {
        try (DynamoDbClient client = connect()) {
            return client.getItem(request -> request.tableName(table).key(key(clientId)))
                    .item();
        }
    }

    /** Writes a client's item over what was there. */
    static void put(String table, String clientId, Map<String, AttributeValue> attributes) {
        try (DynamoDbClient client = connect()) {
            var item = new HashMap<>(attributes);
            item.putAll(key(clientId));
            client.putItem(request -> request.tableName(table).item(item));
        }
    }

    private static Map<String, AttributeValue> key(String clientId) {
        return Map.of(QuotaTable.PARTITION_KEY, AttributeValue.fromS("CLIENT#" + clientId));
    }
}
