package weather.kwangle.quota.dynamodb;

import java.net.URI;
import java.time.Duration;
import java.util.UUID;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import weather.kwangle.dynamodblocal.DynamoDbLocal;

/** A table in a DynamoDB Local that all tests of a run share; it ends with the JVM that runs them. */
final class TestTable {

    static final String NAME = "quota-" + UUID.randomUUID();

    private TestTable() {}

    private static final class Holder {
        private static final URI ENDPOINT =
                DynamoDbLocal.start(Duration.ofSeconds(60)).endpoint();
        private static final DynamoDbClient CLIENT = createTable();

        private static DynamoDbClient createTable() {
            DynamoDbClient client = clientOf(ENDPOINT, Duration.ofSeconds(20));
            QuotaTable.create(client, NAME);
            return client;
        }
    }

    static DynamoDbClient client() {
        return Holder.CLIENT;
    }

    static URI endpoint() {
        return Holder.ENDPOINT;
    }

    static DynamoDbClient clientOf(URI endpoint, Duration timeout) {
        return DynamoDbClients.create(
                timeout,
                builder -> builder.endpointOverride(endpoint)
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"))));
    }
}
