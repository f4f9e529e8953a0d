package weather.kwangle.authorizer.signing;

import java.time.Duration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** A secret in AWS Secrets Manager, its current version. */
public final class SecretsManagerStore implements SecretStore {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final SecretsManagerClient client;
    private final String secretId;

    /**
     * Region, credentials and {@code AWS_ENDPOINT_URL_SECRETS_MANAGER} come from the environment, as the SDK reads them.
     *
     * @param secretId name or ARN of the secret
     */
    public SecretsManagerStore(String secretId) {
        this.secretId = secretId;
        this.client = SecretsManagerClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder()
                        .connectionTimeout(TIMEOUT)
                        .socketTimeout(TIMEOUT))
                .overrideConfiguration(configuration -> configuration.apiCallTimeout(TIMEOUT))
                .build();
    }

    /**
     * Asks for a version that never exists: connection, credentials and permission are used, and nothing secret comes back.
     *
     * @throws SdkException always
     */
    public void rehearse() {
        client.getSecretValue(request -> request.secretId(secretId).versionStage("REHEARSAL"));
    }

    @Override
    public String read() {
        try {
            String secret =
                    client.getSecretValue(request -> request.secretId(secretId)).secretString();
            return secret == null ? "" : secret;
        } catch (SdkException e) {
            throw new SigningKeyUnavailableException("secret " + secretId + " cannot be read: " + e.getMessage(), e);
        }
    }
}
