package weather.kwangle.operations.rotation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

/** The real SDK client against a server that answers as Secrets Manager's reference says. */
class SecretsManagerVersionsTest {
    private record Reply(int status, String body) {}

    private final Map<String, Reply> replies = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private HttpServer server;
    private SecretsManagerClient client;
    private SecretVersions versions;

    @BeforeEach
    void startSecretsManager() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String operation =
                    exchange.getRequestHeaders().getFirst("X-Amz-Target").replace("secretsmanager.", "");
            asked.add(operation + " " + new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            Reply reply = replies.getOrDefault(operation, new Reply(200, "{}"));
            byte[] body = reply.body().getBytes(UTF_8);
            exchange.sendResponseHeaders(reply.status(), body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
        client = SecretsManagerClient.builder()
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "key")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        versions = new SecretsManagerVersions(client, "edge-key");
    }

    @AfterEach
    void stopSecretsManager() {
        client.close();
        server.stop(0);
    }

    private void fails(String operation, String type) {
        replies.put(operation, new Reply(400, "{\"__type\":\"" + type + "\",\"message\":\"no\"}"));
    }

    private Map<String, Object> asked(int index, String operation) throws Exception {
        assertThat(asked.get(index)).startsWith(operation + " ");
        return JSONObjectUtils.parse(asked.get(index).substring(operation.length()));
    }

    @Test
    void whatEverybodyReadsIsTheCurrentVersion() throws Exception {
        replies.put("GetSecretValue", new Reply(200, "{\"VersionId\":\"v1\",\"SecretString\":\"text\"}"));

        assertThat(versions.current()).isEqualTo(new SecretVersions.Version("v1", "text"));
        assertThat(asked(0, "GetSecretValue"))
                .containsOnly(Map.entry("SecretId", "edge-key"), Map.entry("VersionStage", "AWSCURRENT"));
    }

    @Test
    void aBinarySecretIsRefused() {
        replies.put("GetSecretValue", new Reply(200, "{\"VersionId\":\"v1\",\"SecretBinary\":\"AAAA\"}"));

        assertThatThrownBy(versions::current).hasMessage("version v1 is binary, expected JSON text");
    }

    @Test
    void labelsAreThoseOfTheVersion() {
        replies.put("DescribeSecret", new Reply(200, "{\"VersionIdsToStages\":{\"v2\":[\"AWSPENDING\"]}}"));

        assertThat(versions.labels("v2")).containsExactly("AWSPENDING");
        assertThat(versions.labels("v3")).isEmpty();
    }

    @Test
    void aVersionWithoutAValueIsNoFailure() {
        fails("GetSecretValue", "ResourceNotFoundException");

        assertThat(versions.pending("v2")).isEmpty();
    }

    @Test
    void aNewValueIsPendingUnderTheVersionThatSecretsManagerNamed() throws Exception {
        fails("GetSecretValue", "ResourceNotFoundException");

        versions.putPending("v2", "value");

        assertThat(asked(1, "PutSecretValue"))
                .containsEntry("ClientRequestToken", "v2")
                .containsEntry("SecretString", "value")
                .containsEntry("VersionStages", List.of("AWSPENDING"));
    }

    @Test
    void aValueThatAnotherRunHasPutStays() {
        fails("GetSecretValue", "ResourceNotFoundException");
        fails("PutSecretValue", "ResourceExistsException");
        versions.putPending("v2", "value");

        replies.put("GetSecretValue", new Reply(200, "{\"VersionId\":\"v2\",\"SecretString\":\"theirs\"}"));
        versions.putPending("v2", "value");

        assertThat(asked)
                .extracting(each -> each.split(" ")[0])
                .containsExactly("GetSecretValue", "PutSecretValue", "GetSecretValue");
    }

    @Test
    void aValueBecomesCurrentOnlyInPlaceOfTheOneItWasMadeFrom() throws Exception {
        replies.put("PutSecretValue", new Reply(200, "{\"VersionId\":\"v9\"}"));

        versions.replaceCurrent(new SecretVersions.Version("v1", "old"), "value");

        assertThat(asked(0, "PutSecretValue")).containsEntry("VersionStages", List.of("PREPARED"));
        assertThat(asked(1, "UpdateSecretVersionStage"))
                .containsEntry("VersionStage", "AWSCURRENT")
                .containsEntry("MoveToVersionId", "v9")
                .containsEntry("RemoveFromVersionId", "v1");
    }

    @Test
    void aVersionThatIsNotCurrentAnyMoreIsLeftAlone() {
        fails("UpdateSecretVersionStage", "InvalidParameterException");

        assertThatThrownBy(() -> versions.makeCurrent(new SecretVersions.Version("v1", "old"), "v2"))
                .isInstanceOf(RotationException.class)
                .hasMessage("version v1 is not current any more");
    }
}
