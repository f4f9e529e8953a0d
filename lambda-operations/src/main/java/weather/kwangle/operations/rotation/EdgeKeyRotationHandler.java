package weather.kwangle.operations.rotation;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** What Secrets Manager calls, once for each {@link RotationStep}. Its log says which step was taken, and never a key. */
public final class EdgeKeyRotationHandler implements RequestStreamHandler {
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

    private final Function<String, SecretVersions> secrets;
    private final SecureRandom random = new SecureRandom();
    private final Pause pause;
    private final PrintStream log;

    /** Started by Lambda; region and credentials come from the environment, as the SDK reads them. */
    public EdgeKeyRotationHandler() {
        SecretsManagerClient client = SecretsManagerClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(configuration -> configuration.apiCallTimeout(CALL_TIMEOUT))
                .build();
        this(secretId -> new SecretsManagerVersions(client, secretId), EdgeKeyRotationHandler::letPass, System.out);
    }

    EdgeKeyRotationHandler(Function<String, SecretVersions> secrets, Pause pause, PrintStream log) {
        this.secrets = secrets;
        this.pause = pause;
        this.log = log;
    }

    /** @throws RotationException if the event is none of a rotation, or the rotation cannot go on */
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        Map<String, Object> event = event(input);
        RotationStep step = RotationStep.of(member(event, "Step"));
        String versionId = member(event, "ClientRequestToken");
        SecretVersions secret = secrets.apply(member(event, "SecretId"));
        try {
            new EdgeKeyRotation(secret, random, pause).run(step, versionId);
            write(step, versionId, "done");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RotationException("interrupted in step " + step.wireName());
        } catch (RuntimeException e) {
            write(step, versionId, "failed: " + e.getMessage());
            throw e;
        }
    }

    private static Map<String, Object> event(InputStream input) throws IOException {
        try {
            return JSONObjectUtils.parse(new String(input.readAllBytes(), StandardCharsets.UTF_8));
        } catch (ParseException e) {
            throw new RotationException("the event is no JSON object");
        }
    }

    private static String member(Map<String, Object> event, String name) {
        if (event.get(name) instanceof String value) {
            return value;
        }
        throw new RotationException("the event has no " + name + "; only Secrets Manager may call this function");
    }

    private void write(RotationStep step, String versionId, String outcome) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", "edge-key-rotation");
        line.put("step", step.wireName());
        line.put("keyId", versionId);
        line.put("outcome", outcome);
        log.println(JSONObjectUtils.toJSONString(line));
    }

    /** Nobody opens the latch: waiting is this function's work, and the only place where the product does it. */
    private static void letPass(Duration time) throws InterruptedException {
        var _ = new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS);
    }
}
