package weather.kwangle.chart.logging;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real Fluent Bit, with the chart's configuration, reads lines as the container runtime writes them and sends them to
 * a stand-in of CloudWatch. Where no fluent-bit is on the PATH, this is skipped.
 */
@Tag("slow")
class CollectedLogsTest {
    private static final String CONTAINER_ID = "0123456789abcdef".repeat(4);
    private static final String CLUSTER = "max-weather-staging-cluster";

    @TempDir
    private Path folder;

    private ClusterAndCloudStandIn around;
    private Process fluentBit;

    @BeforeEach
    void start() throws Exception {
        Optional<Path> program = program();
        assumeTrue(program.isPresent(), "no fluent-bit on the PATH");
        around = ClusterAndCloudStandIn.start(folder);
        Files.createDirectories(folder.resolve("containers"));
        Files.createDirectories(folder.resolve("state"));
        Path file = Files.writeString(folder.resolve("fluent-bit.yaml"), configuration());
        ProcessBuilder builder = new ProcessBuilder(program.get().toString(), "--config=" + file)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("fluent-bit.log").toFile());
        builder.environment().put("AWS_ACCESS_KEY_ID", "none");
        builder.environment().put("AWS_SECRET_ACCESS_KEY", "none");
        builder.environment().put("AWS_EC2_METADATA_DISABLED", "true");
        fluentBit = builder.start();
    }

    @AfterEach
    void stop() {
        if (fluentBit != null) {
            fluentBit.destroyForcibly().onExit().join();
        }
        if (around != null) {
            around.close();
        }
    }

    @Test
    void aLineOfJsonBecomesFieldsBesideClusterNamespaceAndPod() throws Exception {
        write("edge-gateway-5d-x1", "weather-staging", "edge-gateway", """
                2026-11-25T20:00:00.123456789Z stdout F {"level":"INFO","message":"request","requestId":"r1","status":200}
                """);

        ClusterAndCloudStandIn.Event event = around.nextEvent();

        assertThat(event.group()).isEqualTo("/aws/eks/max-weather-staging/application");
        assertThat(event.stream()).isEqualTo("weather-staging.edge-gateway-5d-x1.edge-gateway");
        assertThat(event.timestamp()).isEqualTo(1_795_636_800_123L);
        JsonObject record = event.message();
        assertThat(record.get("message").getAsString()).isEqualTo("request");
        assertThat(record.get("status").getAsInt()).isEqualTo(200);
        assertIsFrom(record, "weather-staging", "edge-gateway-5d-x1");
        JsonObject metadata = record.getAsJsonObject("kubernetes");
        assertThat(metadata.get("container_name").getAsString()).isEqualTo("edge-gateway");
        assertThat(metadata.get("host").getAsString()).isEqualTo(ClusterAndCloudStandIn.NODE);
        assertThat(metadata.getAsJsonObject("labels").get("app").getAsString()).isEqualTo("edge-gateway");
    }

    @Test
    void aLineThatIsNoJsonStaysALine() throws Exception {
        write("edge-gateway-5d-x1", "weather-staging", "edge-gateway", """
                2026-11-25T20:00:00.1Z stderr F plain words
                """);

        JsonObject record = around.nextEvent().message();

        assertThat(record.get("log").getAsString()).isEqualTo("plain words");
        assertThat(record.get("stream").getAsString()).isEqualTo("stderr");
        assertIsFrom(record, "weather-staging", "edge-gateway-5d-x1");
    }

    @Test
    void aLineThatTheRuntimeCutIsWholeAgain() throws Exception {
        write("edge-gateway-5d-x1", "weather-staging", "edge-gateway", """
                2026-11-25T20:00:00.1Z stdout P {"message":"one
                2026-11-25T20:00:00.1Z stdout F  and two"}
                """);

        assertThat(around.nextEvent().message().get("message").getAsString()).isEqualTo("one and two");
    }

    @Test
    void nobodyWritesInAnothersName() throws Exception {
        write("stranger-1", "elsewhere", "stranger", """
                2026-11-25T20:00:00.1Z stdout F {"message":"x","cluster":"a","namespace":"a","pod":"a",\
                "kubernetes_pod_name":"a","kubernetes":{"namespace_name":"a","pod_name":"a"}}
                """);

        assertIsFrom(around.nextEvent().message(), "elsewhere", "stranger-1");
    }

    @Test
    void itsOwnLinesGoToTheirOwnGroup() throws Exception {
        write("fluent-bit-x2", "weather-test", "fluent-bit", """
                2026-11-25T20:00:00.1Z stderr F [ warn] something
                """);

        ClusterAndCloudStandIn.Event event = around.nextEvent();

        assertThat(event.group()).isEqualTo("/aws/fluent-bit/max-weather-staging");
        assertIsFrom(event.message(), "weather-test", "fluent-bit-x2");
    }

    private static void assertIsFrom(JsonObject record, String namespace, String pod) {
        assertThat(record.get("cluster").getAsString()).isEqualTo(CLUSTER);
        assertThat(record.get("namespace").getAsString()).isEqualTo(namespace);
        assertThat(record.get("pod").getAsString()).isEqualTo(pod);
        JsonObject metadata = record.getAsJsonObject("kubernetes");
        assertThat(metadata.get("namespace_name").getAsString()).isEqualTo(namespace);
        assertThat(metadata.get("pod_name").getAsString()).isEqualTo(pod);
    }

    private void write(String pod, String namespace, String container, String lines) throws IOException {
        Files.writeString(
                folder.resolve("containers")
                        .resolve("%s_%s_%s-%s.log".formatted(pod, namespace, container, CONTAINER_ID)),
                lines,
                UTF_8);
    }

    /** The chart's own, with the node's folders and the services of the cluster and the cloud in this test's. */
    private String configuration() {
        String tagOfFolder = folder.toString().replace('/', '.') + ".containers.";
        return LoggingReleases.configurationText(LoggingReleases.of("staging"))
                .replace("/var/log/containers", folder + "/containers")
                .replace("/var/lib/fluent-bit", folder + "/state")
                .replace(".var.log.containers.", tagOfFolder)
                .replace("http_server: on", "http_server: off")
                .replace("flush: 5", "flush: 1")
                .replaceAll(
                        "(?m)^( *)region: .*$",
                        "$0\n$1endpoint: 127.0.0.1\n$1port: %d\n$1tls.verify: off".formatted(around.cloudPort()))
                .replaceAll(
                        "(?m)^( *)kube_tag_prefix: .*$",
                        "$0\n$1kube_url: http://127.0.0.1:%d\n$1kube_token_file: %s"
                                .formatted(around.apiPort(), around.token()));
    }

    private static Optional<Path> program() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry, "fluent-bit"))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
