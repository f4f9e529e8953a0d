package weather.kwangle.gateway.assertion;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import weather.kwangle.edge.EdgeAssertionSigner;
import weather.kwangle.edge.EdgeKeys;
import weather.kwangle.edge.EdgeVerification;
import weather.kwangle.gateway.Edge;

/** The real SDK client against a server that speaks Secrets Manager's one call. */
class RefreshedEdgeKeysTest {
    private static final Duration INTERVAL = Duration.ofMillis(20);

    private final AtomicInteger readings = new AtomicInteger();
    private volatile String secret = secretOf(1);
    private volatile int status = 200;
    private HttpServer server;
    private SecretsManagerClient client;

    private static String secretOf(int filling) {
        return "{\"keys\":[{\"kid\":\"k%d\",\"key\":\"%s\"}]}".formatted(filling, Edge.key(filling));
    }

    @BeforeEach
    void startSecretsManager() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String asked = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
            String json = asked.contains("\"SecretId\":\"edge-key\"")
                    ? "{\"Name\":\"edge-key\",\"SecretString\":\"%s\"}".formatted(secret.replace("\"", "\\\""))
                    : "{}";
            byte[] body = json.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
            readings.incrementAndGet();
        });
        server.start();
        client = SecretsManagerClient.builder()
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "key")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    @AfterEach
    void stopSecretsManager() {
        client.close();
        server.stop(0);
    }

    private RefreshedEdgeKeys keys() {
        return new RefreshedEdgeKeys(new EdgeKeySecret(client, "edge-key"), INTERVAL, Clock.systemUTC());
    }

    private static boolean believes(EdgeKeySource keys, int filling) {
        Instant now = Instant.now();
        String signed =
                new EdgeAssertionSigner(EdgeKeys.parseSecret(secretOf(filling))).sign(SomeAssertion.issuedAt(now));
        return keys.verifier().verify(signed) instanceof EdgeVerification.Valid;
    }

    @Test
    void aRotatedSecretIsKnownWithoutARestart() {
        try (RefreshedEdgeKeys keys = keys()) {
            assertThat(believes(keys, 1)).isTrue();

            secret = secretOf(2);

            await().until(() -> believes(keys, 2));
            assertThat(believes(keys, 1)).isFalse();
        }
    }

    @Test
    void theLastGoodKeysStayWhileTheSecretCannotBeReadAndTheNextOnesAreTakenAfterwards() {
        try (RefreshedEdgeKeys keys = keys()) {
            secret = "no keys";
            int before = readings.get();
            await().until(() -> readings.get() > before + 2);
            assertThat(believes(keys, 1)).isTrue();

            secret = secretOf(2);
            await().until(() -> believes(keys, 2));
        }
    }

    @Test
    void nothingIsReadAnyMoreOnceItIsClosed() {
        RefreshedEdgeKeys keys = keys();
        keys.close();

        await().until(keys::isStopped);
    }

    @Test
    void withoutAFirstReadingThereIsNoSource() {
        status = 400;
        assertThatThrownBy(this::keys).isInstanceOf(RuntimeException.class);
    }

    @Test
    void aSecretOfAnotherFormIsRefusedWithoutShowingIt() {
        secret = "{\"keys\":[{\"kid\":\"a\",\"key\":\"c2VjcmV0\"}]}";
        assertThatThrownBy(this::keys).hasMessageContaining("key 1 has 6 bytes").hasMessageNotContaining("c2VjcmV0");
    }
}
