package weather.kwangle.quota.dynamodb;

import java.time.Duration;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.http.HttpStatusCode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/** Makes the DynamoDB clients that a ledger can trust with a counter. */
public final class DynamoDbClients {

    private DynamoDbClients() {}

    /**
     * A client that sends each call once and gives up after {@code timeout}.
     *
     * <p>No retries: a counter is not idempotent, and a call whose answer was lost may have counted. Retrying would charge
     * the client twice; failing charges it once at most. The HTTP connection is the JDK's, which starts fastest.
     *
     * <p>Region, credentials and {@code AWS_ENDPOINT_URL_DYNAMODB} come from the environment, as the SDK reads them.
     *
     * @param timeout for a whole call, connecting and signing in included; above 0
     * @param settings what else to set, such as credentials; not the HTTP client, the timeouts or the retries
     */
    public static DynamoDbClient create(Duration timeout, Consumer<? super DynamoDbClientBuilder> settings) {
        DynamoDbClientBuilder builder = DynamoDbClient.builder();
        settings.accept(builder);
        return builder.httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(timeout)
                        .socketTimeout(timeout))
                .overrideConfiguration(builder.overrideConfiguration().toBuilder()
                        .apiCallTimeout(timeout)
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .build())
                .build();
    }

    /** Whether a call failed because DynamoDB would not, and not for want of an answer: nothing was done. */
    static boolean declined(SdkException failure) {
        return failure instanceof SdkServiceException answer
                && (answer.isThrottlingException() || answer.statusCode() < HttpStatusCode.INTERNAL_SERVER_ERROR);
    }
}
