package weather.kwangle.dynamodblocal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
class DynamoDbLocalTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static DynamoDbLocal database;

    @BeforeAll
    static void start() {
        database = DynamoDbLocal.start(TIMEOUT);
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @Test
    void answers_a_request_and_starts_empty() throws Exception {
        assertThat(listTables(database.endpoint())).isEqualTo("{\"TableNames\":[]}");
    }

    @Test
    void listens_on_the_loopback_address_alone() throws Exception {
        int port = database.endpoint().getPort();
        List<InetSocketAddress> elsewhere = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> !address.isLoopbackAddress())
                .map(address -> new InetSocketAddress(address, port))
                .toList();

        assertThat(elsewhere).noneMatch(DynamoDbLocalTest::accepts);
        assertThat(accepts(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)))
                .isTrue();
    }

    @Test
    void two_run_beside_each_other_and_close_ends_the_process() {
        Process second;
        try (var other = DynamoDbLocal.start(TIMEOUT)) {
            assertThat(other.endpoint()).isNotEqualTo(database.endpoint());
            assertThat(other.process().pid()).isNotEqualTo(database.process().pid());
            second = other.process();
        }
        assertThat(second.isAlive()).isFalse();
        assertThat(database.process().isAlive()).isTrue();
    }

    @Test
    void ends_with_the_process_that_started_it_and_leaves_no_file(@TempDir Path temporary) throws Exception {
        Process starter = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Starter.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        ProcessHandle orphan;
        try (var output = starter.inputReader()) {
            orphan = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
        } finally {
            starter.destroyForcibly();
        }

        assertThat(orphan.onExit()).succeedsWithin(TIMEOUT);
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void leaves_options_and_output_of_the_process_to_the_caller(@TempDir Path folder) throws Exception {
        Path log = folder.resolve("dynamodb.log");

        try (var other =
                DynamoDbLocal.start(TIMEOUT, List.of("-Xlog:gc"), process -> process.redirectOutput(log.toFile()))) {
            assertThat(other.process().isAlive()).isTrue();
        }

        assertThat(Files.readString(log)).contains("Using Serial");
    }

    @Test
    void a_failed_start_says_what_the_process_said() {
        assertThatThrownBy(() -> DynamoDbLocal.start(TIMEOUT, List.of("-XX:+NoSuchOption"), process -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ended with exit code 1")
                .hasMessageContaining("NoSuchOption");
    }

    @Test
    void a_start_that_takes_too_long_is_given_up_and_leaves_no_process() {
        long before = children();

        assertThatThrownBy(() -> DynamoDbLocal.start(Duration.ofMillis(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("did not answer within PT0.001S");
        assertThat(children()).isEqualTo(before);
    }

    /** Starts a database, prints its process id and waits to be killed. */
    static final class Starter {

        private Starter() {}

        public static void main(String[] args) throws Exception {
            System.out.println(DynamoDbLocal.start(TIMEOUT).process().pid());
            new CountDownLatch(1).await();
        }
    }

    private static long children() {
        try (Stream<ProcessHandle> children = ProcessHandle.current().children()) {
            return children.count();
        }
    }

    private static boolean accepts(InetSocketAddress address) {
        try (var socket = new Socket()) {
            socket.connect(address, 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static String listTables(URI endpoint) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(endpoint)
                    .timeout(TIMEOUT)
                    .header("X-Amz-Target", "DynamoDB_20120810.ListTables")
                    .header("Content-Type", "application/x-amz-json-1.0")
                    .header(
                            "Authorization",
                            "AWS4-HMAC-SHA256 Credential=any/20260101/eu-west-1/dynamodb/aws4_request,"
                                    + " SignedHeaders=host, Signature=none")
                    .POST(BodyPublishers.ofString("{}"))
                    .build();
            return http.send(request, BodyHandlers.ofString()).body();
        }
    }
}
