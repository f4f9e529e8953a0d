package weather.kwangle.gateway.assertion;

import java.util.function.Supplier;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import weather.kwangle.edge.EdgeKeys;

/** The edge keys as AWS Secrets Manager keeps them: the current version of one secret, a JSON list. */
public final class EdgeKeySecret implements Supplier<EdgeKeys> {
    private final SecretsManagerClient secretsManager;
    private final String secretId;

    public EdgeKeySecret(SecretsManagerClient secretsManager, String secretId) {
        this.secretsManager = secretsManager;
        this.secretId = secretId;
    }

    /** @throws RuntimeException if the secret cannot be read or does not hold keys; the message shows none */
    @Override
    public EdgeKeys get() {
        String text = secretsManager
                .getSecretValue(request -> request.secretId(secretId))
                .secretString();
        if (text == null) {
            throw new IllegalArgumentException("the secret is binary, expected JSON text");
        }
        return EdgeKeys.parseSecret(text);
    }
}
