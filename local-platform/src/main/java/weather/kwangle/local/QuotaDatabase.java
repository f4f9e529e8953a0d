package weather.kwangle.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import weather.kwangle.dynamodblocal.DynamoDbLocal;
import weather.kwangle.local.identity.LocalClient.PlanSource;
import weather.kwangle.local.identity.LocalClients;
import weather.kwangle.local.process.Child;
import weather.kwangle.local.process.ChildJvm;
import weather.kwangle.local.process.PartFailedException;
import weather.kwangle.quota.RegistryEntry;
import weather.kwangle.quota.dynamodb.DynamoDbClientRegistry;
import weather.kwangle.quota.dynamodb.DynamoDbClients;
import weather.kwangle.quota.dynamodb.QuotaTable;

/** DynamoDB Local with the quota table, in which the clients stand whose plan the policy leaves to it. */
final class QuotaDatabase implements AutoCloseable {
    static final String TABLE = "max-weather-quota";

    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

    private final DynamoDbLocal server;
    private final DynamoDbClient client;
    private final DynamoDbClientRegistry registry;
    private final Child child;

    private QuotaDatabase(DynamoDbLocal server, DynamoDbClient client, Child child, Clock clock) {
        this.server = server;
        this.client = client;
        this.registry = new DynamoDbClientRegistry(client, TABLE, clock);
        this.child = child;
    }

    /**
     * Starts the database, makes the table and fills it.
     *
     * @param jars the folder with DynamoDB Local's jars
     * @param log the file for its output
     */
    static QuotaDatabase start(String name, Path jars, Path log, Clock clock) throws PartFailedException {
        DynamoDbLocal server;
        try {
            server = DynamoDbLocal.start(
                    jars, START_TIMEOUT, ChildJvm.commonOptions(), builder -> prepare(builder, log));
        } catch (IllegalStateException | UncheckedIOException e) {
            throw PartFailedException.notStarted(name, String.valueOf(e.getMessage()));
        }
        // Any credentials will do, and nobody's own may get near a test database.
        DynamoDbClient client = DynamoDbClients.create(
                CALL_TIMEOUT,
                settings -> settings.endpointOverride(server.endpoint())
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"))));
        var database = new QuotaDatabase(server, client, new Child(name, server.process(), log), clock);
        try {
            QuotaTable.create(client, TABLE);
            database.register();
        } catch (RuntimeException e) {
            database.close();
            throw PartFailedException.notStarted(name, "its table cannot be made: " + e.getMessage());
        }
        return database;
    }

    private static void prepare(ProcessBuilder builder, Path log) {
        try {
            ChildJvm.prepare(builder, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void register() {
        LocalClients.all().stream()
                .filter(localClient -> localClient.planSource() == PlanSource.TABLE)
                .forEach(localClient -> registry.put(localClient.id(), RegistryEntry.active(localClient.plan())));
    }

    URI endpoint() {
        return server.endpoint();
    }

    Child child() {
        return child;
    }

    /** The ids of all clients in the table. */
    List<String> clientIds() {
        return QuotaTable.clientIds(client, TABLE);
    }

    /** The plan that the table gives a client. */
    Optional<String> planOf(String clientId) {
        return registry.find(clientId).flatMap(RegistryEntry::plan);
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
