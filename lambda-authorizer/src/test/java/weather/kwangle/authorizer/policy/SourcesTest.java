package weather.kwangle.authorizer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.policy.compile.CompiledPolicy;

/** Files, and an extension as a real server. */
@Timeout(30)
class SourcesTest {
    private static final String PATH = "/applications/a/environments/live/configurations/access-policy";

    @TempDir
    private Path folder;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch done = new CountDownLatch(1);
    private HttpServer server;

    @AfterEach
    void stop() {
        done.countDown();
        if (server != null) {
            server.stop(0);
        }
        threads.shutdownNow();
    }

    @Test
    void a_file_is_what_stands_in_it_now_however_it_came_there() throws Exception {
        Path file = folder.resolve("policy.yaml");
        FileSource source = new FileSource(file);
        assertThatThrownBy(source::read).isInstanceOf(IOException.class).hasMessage("there is no such file");

        Files.writeString(file, "one");
        assertThat(source.read().text("p")).isEqualTo("one");

        Files.move(
                Files.writeString(folder.resolve("new"), "two"),
                file,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        assertThat(source.read().text("p")).isEqualTo("two");
        assertThat(source.mayBeHalfWritten()).isTrue();
    }

    @Test
    void what_is_no_file_is_not_read_for_a_pipe_would_hold_us() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor(10, TimeUnit.SECONDS))
                .isTrue();

        for (Path path : new Path[] {pipe, folder}) {
            assertThatThrownBy(() -> new FileSource(path).read())
                    .isInstanceOf(IOException.class)
                    .hasMessage("it is no regular file");
        }
    }

    @Test
    void the_extension_s_answer_is_the_document_and_its_version_the_revision() throws Exception {
        ExtensionSource source = serve(exchange -> {
            exchange.getResponseHeaders().set("Configuration-Version", "12");
            answer(exchange, 200, "{}".getBytes(StandardCharsets.UTF_8));
        });

        Document document = source.read();

        assertThat(document.text("p")).isEqualTo("{}");
        assertThat(document.revision()).isEqualTo("12");
        assertThat(source.name()).endsWith(PATH);
        assertThat(source.mayBeHalfWritten()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {302, 400, 404, 500, 504})
    void another_status_is_no_document(int status) throws Exception {
        ExtensionSource source = serve(exchange -> answer(exchange, status, new byte[] {'{', '}'}));

        assertThatThrownBy(source::read).hasMessage("status " + status + " instead of 200");
    }

    @Test
    void an_extension_that_hangs_is_given_up() throws Exception {
        ExtensionSource source = serve(exchange -> {
            try (exchange) {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        long start = System.nanoTime();
        assertThatThrownBy(source::read).isInstanceOf(IOException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void the_longest_document_is_read_and_a_longer_one_is_refused() throws Exception {
        byte[] longest = new byte[CompiledPolicy.MAX_BYTES];
        Arrays.fill(longest, (byte) ' ');
        assertThat(serve(exchange -> answer(exchange, 200, longest)).read().length())
                .isEqualTo(CompiledPolicy.MAX_BYTES);
        server.stop(0);

        ExtensionSource source =
                serve(exchange -> answer(exchange, 200, Arrays.copyOf(longest, longest.length + 100_000)));
        Document document = source.read();
        assertThat(document.length()).isEqualTo(CompiledPolicy.MAX_BYTES + 1);
        assertThatThrownBy(() -> DocumentKind.ACCESS_POLICY.read(source, document))
                .isInstanceOf(UnusableDocumentException.class)
                .hasMessage(source.name() + ":1:1: it is too long, expected at most 900000 bytes");
    }

    private ExtensionSource serve(HttpHandler handler) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext(PATH, handler);
        server.start();
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
        return new ExtensionSource(address);
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
