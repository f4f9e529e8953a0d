package weather.kwangle.operations.rotation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.edge.EdgeKeys;
import weather.kwangle.operations.LambdaContexts;

class EdgeKeyRotationHandlerTest {
    private static final String VERSION = "8b0a2d7e-3c1f-4f5a-9d67-2f1f6a1b0c3d";

    private final VirtualSecret secret =
            new VirtualSecret(EdgeKeys.generate("old", new SecureRandom()).toSecret());
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final EdgeKeyRotationHandler handler =
            new EdgeKeyRotationHandler(id -> secret, time -> {}, new PrintStream(log, true, UTF_8));

    private void call(String event) throws Exception {
        handler.handleRequest(
                new ByteArrayInputStream(event.getBytes(UTF_8)), new ByteArrayOutputStream(), LambdaContexts.ANY);
    }

    private void step(String name) throws Exception {
        call("""
                {"Step": "%s", "SecretId": "arn:aws:secretsmanager:us-east-1:111122223333:secret:max-weather/edge-key",
                 "ClientRequestToken": "%s", "RotationToken": "x"}
                """.formatted(name, VERSION));
    }

    @Test
    void secretsManagersFourCallsRotateTheKeyAndTheLogShowsNoKey() throws Exception {
        String old = secret.read();
        secret.beginRotation(VERSION);

        for (String name : new String[] {"createSecret", "setSecret", "testSecret", "finishSecret"}) {
            step(name);
        }

        assertThat(EdgeKeys.parseSecret(secret.read()).ids()).containsExactly(VERSION);
        assertThat(log.toString(UTF_8).lines())
                .hasSize(4)
                .first()
                .isEqualTo("{\"type\":\"edge-key-rotation\",\"step\":\"createSecret\",\"keyId\":\"" + VERSION
                        + "\",\"outcome\":\"done\"}");
        assertThat(log.toString(UTF_8)).doesNotContain(keyOf(old)).doesNotContain(keyOf(secret.read()));
    }

    @Test
    void whatFailsIsLoggedAndThrownSoThatSecretsManagerTriesAgain() {
        assertThatThrownBy(() -> step("finishSecret")).isInstanceOf(RotationException.class);
        assertThat(log.toString(UTF_8)).contains("\"outcome\":\"failed: version " + VERSION + " is not AWSPENDING");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "{}",
                "{\"Step\": \"dropSecret\", \"SecretId\": \"a\", \"ClientRequestToken\": \"b\"}",
                "{\"Step\": \"createSecret\", \"SecretId\": \"a\"}",
                "{\"Step\": \"createSecret\", \"ClientRequestToken\": \"b\"}"
            })
    void nothingIsDoneOnAnythingElse(String event) {
        String before = secret.read();

        assertThatThrownBy(() -> call(event)).isInstanceOf(RotationException.class);
        assertThat(secret.read()).isEqualTo(before);
    }

    private static String keyOf(String json) {
        return json.replaceAll(".*\"key\":\"([^\"]+)\".*", "$1");
    }
}
