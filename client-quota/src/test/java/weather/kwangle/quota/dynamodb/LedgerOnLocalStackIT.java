package weather.kwangle.quota.dynamodb;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assumptions.abort;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import weather.kwangle.quota.QuotaLedgerContract;

/** What every ledger keeps, on LocalStack's DynamoDB; on DynamoDB Local it is kept in every run. */
@Tag("slow")
class LedgerOnLocalStackIT extends QuotaLedgerContract {

    private static final String TOKEN = "LOCALSTACK_AUTH_TOKEN";

    private static @Nullable LocalStackContainer emulator;
    private static @Nullable DynamoDbClient client;

    @BeforeAll
    static void start() {
        // In this order: Testcontainers warns of much when it looks for Docker.
        if (System.getenv(TOKEN) == null) {
            skip(TOKEN + " is not set");
        }
        if (!DockerClientFactory.instance().isDockerAvailable()) {
            skip("there is no Docker");
        }
        var container = new LocalStackContainer(requireNonNull(System.getProperty("localstack.image")))
                .withServices("dynamodb")
                .withEnv(TOKEN, requireNonNull(System.getenv(TOKEN)));
        emulator = container;
        container.start();
        client = TestTable.clientOf(container.getEndpoint(), Duration.ofSeconds(20));
        QuotaTable.create(client, TestTable.NAME);
    }

    private static void skip(String missing) {
        System.out.println("LocalStack: not tried, it takes Docker and " + TOKEN + ": " + missing);
        abort(missing);
    }

    @AfterAll
    static void stop() {
        if (client != null) {
            client.close();
        }
        if (emulator != null) {
            emulator.close();
        }
    }

    LedgerOnLocalStackIT() {
        super(new DynamoDbLedgerStore(requireNonNull(client), TestTable.NAME));
    }
}
