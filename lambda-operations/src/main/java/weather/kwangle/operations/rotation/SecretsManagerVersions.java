package weather.kwangle.operations.rotation;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.InvalidParameterException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

/** A secret in AWS Secrets Manager. */
final class SecretsManagerVersions implements SecretVersions {
    /** On a value that is not yet current. Without a label of its own a new version would be current at once. */
    static final String PREPARED = "PREPARED";

    private final SecretsManagerClient client;
    private final String secretId;

    SecretsManagerVersions(SecretsManagerClient client, String secretId) {
        this.client = client;
        this.secretId = secretId;
    }

    @Override
    public Version current() {
        GetSecretValueResponse found =
                client.getSecretValue(request -> request.secretId(secretId).versionStage(CURRENT));
        return new Version(found.versionId(), text(found));
    }

    @Override
    public Set<String> labels(String versionId) {
        List<String> labels = client.describeSecret(request -> request.secretId(secretId))
                .versionIdsToStages()
                .get(versionId);
        return labels == null ? Set.of() : Set.copyOf(labels);
    }

    @Override
    public Optional<String> pending(String versionId) {
        try {
            return Optional.of(text(client.getSecretValue(
                    request -> request.secretId(secretId).versionId(versionId).versionStage(PENDING))));
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public void putPending(String versionId, String value) {
        if (pending(versionId).isPresent()) {
            return;
        }
        try {
            client.putSecretValue(request -> request.secretId(secretId)
                    .clientRequestToken(versionId)
                    .secretString(value)
                    .versionStages(PENDING));
        } catch (ResourceExistsException e) {
            // Another run was quicker; its value is the one to go on with.
        }
    }

    @Override
    public void replaceCurrent(Version read, String value) {
        String prepared = client.putSecretValue(request ->
                        request.secretId(secretId).secretString(value).versionStages(PREPARED))
                .versionId();
        makeCurrent(read, prepared);
    }

    @Override
    public void makeCurrent(Version read, String versionId) {
        try {
            client.updateSecretVersionStage(request -> request.secretId(secretId)
                    .versionStage(CURRENT)
                    .moveToVersionId(versionId)
                    .removeFromVersionId(read.id()));
        } catch (InvalidParameterException e) {
            throw new RotationException("version " + read.id() + " is not current any more");
        }
    }

    private static String text(GetSecretValueResponse found) {
        String text = found.secretString();
        if (text == null) {
            throw new RotationException("version " + found.versionId() + " is binary, expected JSON text");
        }
        return text;
    }
}
