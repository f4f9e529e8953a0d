package weather.kwangle.authorizer;

import java.io.PrintStream;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import weather.kwangle.quota.dynamodb.DynamoDbClients;

/**
 * What the SDK reads where Lambda would have set environment variables. Region and credentials stay for the JVM; tests that
 * run beside each other have tables of their own.
 */
final class LocalAws {
    private static final String TABLES = "aws.endpointUrlDynamoDb";

    static {
        System.setProperty("aws.region", "us-east-1");
        System.setProperty("aws.accessKeyId", "local");
        System.setProperty("aws.secretAccessKey", "local");
    }

    private LocalAws() {}

    /** A client for what a test itself does to a table. */
    static DynamoDbClient table(URI endpoint) {
        return DynamoDbClients.create(Duration.ofSeconds(20), builder -> builder.endpointOverride(endpoint));
    }

    /** The function put together, with tables at that address: its client has found them once it is. */
    static synchronized Wiring.Parts parts(
            URI tables, AuthorizerConfiguration configuration, Clock clock, PrintStream out) {
        System.setProperty(TABLES, tables.toString());
        try {
            return Wiring.parts(configuration, clock, out);
        } finally {
            System.clearProperty(TABLES);
        }
    }
}
