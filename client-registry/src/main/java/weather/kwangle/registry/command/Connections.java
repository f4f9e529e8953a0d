package weather.kwangle.registry.command;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import weather.kwangle.quota.dynamodb.DynamoDbClientRegistry;
import weather.kwangle.quota.dynamodb.DynamoDbClients;
import weather.kwangle.quota.dynamodb.DynamoDbLedgerStore;
import weather.kwangle.registry.AppClients;
import weather.kwangle.registry.Environment;
import weather.kwangle.registry.aws.ApiGatewayKeys;
import weather.kwangle.registry.aws.CognitoAppClients;
import weather.kwangle.registry.aws.Registrar;

/**
 * The SDK's clients for one destination. Region and credentials are the SDK's to find.
 *
 * @param services what an environment has beside its table; empty for a table alone
 */
record Connections(String table, DynamoDbClient dynamoDb, Optional<Services> services) implements AutoCloseable {
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

    /** The services that hold an environment's app clients and API keys. */
    record Services(Environment environment, CognitoIdentityProviderClient cognito, ApiGatewayClient apiGateway) {}

    static Connections open(Destination destination) {
        return new Connections(
                destination.table(),
                switch (destination) {
                    // Any credentials will do, and nobody's own may get near a test database.
                    case Destination.RunningPlatform platform ->
                        DynamoDbClients.create(
                                CALL_TIMEOUT,
                                builder -> builder.endpointOverride(platform.endpoint())
                                        .region(Region.US_EAST_1)
                                        .credentialsProvider(StaticCredentialsProvider.create(
                                                AwsBasicCredentials.create("local", "local"))));
                    case Destination.TableAlone _, Destination.Deployed _ ->
                        DynamoDbClients.create(CALL_TIMEOUT, builder -> {});
                },
                destination instanceof Destination.Deployed(Environment environment)
                        ? Optional.of(new Services(
                                environment,
                                CognitoIdentityProviderClient.builder()
                                        .applyMutation(Connections::callOnce)
                                        .build(),
                                ApiGatewayClient.builder()
                                        .applyMutation(Connections::callOnce)
                                        .build()))
                        : Optional.empty());
    }

    /** A retry of a creation whose answer was lost would create twice. Who repeats the command looks first. */
    static <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> void callOnce(B builder) {
        builder.httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(CALL_TIMEOUT)
                        .socketTimeout(CALL_TIMEOUT))
                .overrideConfiguration(configuration ->
                        configuration.apiCallTimeout(CALL_TIMEOUT).retryStrategy(AwsRetryStrategy.doNotRetry()));
    }

    DynamoDbClientRegistry registry(Clock clock) {
        return new DynamoDbClientRegistry(dynamoDb, table, clock);
    }

    DynamoDbLedgerStore accounts() {
        return new DynamoDbLedgerStore(dynamoDb, table);
    }

    Registrar registrar(Clock clock) {
        return new Registrar(
                registry(clock), services.map(each -> new ApiGatewayKeys(each.apiGateway(), each.environment())));
    }

    Optional<AppClients> appClients() {
        return services.map(
                each -> CognitoAppClients.of(each.cognito(), each.environment().userPool()));
    }

    @Override
    public void close() {
        dynamoDb.close();
        services.ifPresent(each -> {
            each.cognito().close();
            each.apiGateway().close();
        });
    }
}
