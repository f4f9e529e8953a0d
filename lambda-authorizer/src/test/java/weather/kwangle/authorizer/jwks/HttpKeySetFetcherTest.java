package weather.kwangle.authorizer.jwks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.authorizer.TestClock;
import weather.kwangle.authorizer.token.TokenForge;

@Timeout(20)
class HttpKeySetFetcherTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    private final CountDownLatch done = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stop() {
        done.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void the_body_is_what_the_issuer_serves() throws IOException {
        serve(exchange -> answer(exchange, 200, "{\"keys\":[]}".getBytes(StandardCharsets.UTF_8)));

        assertThat(fetch(Duration.ofSeconds(5)))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("{\"keys\":[]}");
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 304, 400, 403, 404, 500, 503})
    void another_status_is_no_key_set(int status) {
        serve(exchange -> answer(exchange, status, new byte[0]));

        assertThatThrownBy(() -> fetch(Duration.ofSeconds(5)))
                .isInstanceOf(IOException.class)
                .hasMessage("status " + status + " instead of 200");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void a_redirect_is_not_followed_and_adds_no_keys(int status) {
        AtomicInteger followed = new AtomicInteger();
        server.createContext("/elsewhere", exchange -> {
            followed.incrementAndGet();
            String keys = TokenForge.keySet(List.of(TokenForge.jwk("evil", TokenForge.OTHER_KEY)));
            answer(exchange, 200, keys.getBytes(StandardCharsets.UTF_8));
        });
        serve(exchange -> {
            exchange.getResponseHeaders().set("Location", "/elsewhere");
            answer(exchange, status, new byte[0]);
        });

        assertThat(RefreshingKeySource.http(uri(), new TestClock()).find("evil"))
                .isEqualTo(new KeyLookup.Unavailable(
                        "the key set cannot be fetched: status " + status + " instead of 200"));
        assertThat(followed).hasValue(0);
    }

    @Test
    void more_than_the_bound_is_not_read() {
        serve(exchange -> answer(exchange, 200, new byte[2 * HttpKeySetFetcher.MAX_BYTES]));

        assertThatThrownBy(() -> fetch(Duration.ofSeconds(5))).hasMessage("more than 262144 bytes");
    }

    @Test
    void a_silent_server_is_given_up() {
        serve(exchange -> await());

        assertThatThrownBy(() -> fetch(SHORT)).isInstanceOf(IOException.class);
    }

    @Test
    void a_server_that_drips_for_ever_is_given_up_at_the_deadline() {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                while (done.getCount() > 0) {
                    body.write(' ');
                    body.flush();
                }
            }
        });

        assertThatThrownBy(() -> fetch(SHORT)).isInstanceOf(IOException.class);
    }

    @Test
    void a_server_that_drips_slowly_does_not_hold_the_caller_beyond_the_deadline() {
        Duration timeout = Duration.ofSeconds(1);
        serve(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream body = exchange.getResponseBody()) {
                do {
                    body.write(' ');
                    body.flush();
                } while (!isDoneWithin(Duration.ofMillis(900)));
            }
        });

        long start = System.nanoTime();
        assertThatThrownBy(() -> fetch(timeout)).isInstanceOf(IOException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(timeout.multipliedBy(3));
    }

    @Test
    void the_largest_body_is_read_whole() throws IOException {
        byte[] body = new byte[HttpKeySetFetcher.MAX_BYTES];
        Arrays.fill(body, (byte) ' ');
        serve(exchange -> answer(exchange, 200, body));

        assertThat(fetch(Duration.ofSeconds(5))).isEqualTo(body);
    }

    @Test
    void json_is_asked_for() throws IOException {
        AtomicReference<String> asked = new AtomicReference<>("");
        serve(exchange -> {
            asked.set(exchange.getRequestMethod() + " "
                    + exchange.getRequestHeaders().getFirst("Accept"));
            answer(exchange, 200, new byte[] {'{', '}'});
        });

        fetch(Duration.ofSeconds(5));

        assertThat(asked).hasValue("GET application/json");
    }

    @Test
    void an_interrupted_caller_gives_up_and_stays_interrupted() {
        serve(exchange -> await());

        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> fetch(Duration.ofSeconds(5))).hasMessage("interrupted");

        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void a_port_where_nobody_listens_is_named() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }

        assertThatThrownBy(() ->
                        new HttpKeySetFetcher(URI.create("http://127.0.0.1:" + port), Duration.ofSeconds(5)).fetch())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("refused");
    }

    private void serve(HttpHandler handler) {
        server.createContext("/jwks.json", handler);
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks.json");
    }

    private byte[] fetch(Duration timeout) throws IOException {
        return new HttpKeySetFetcher(uri(), timeout).fetch();
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange) {
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private boolean isDoneWithin(Duration pause) throws IOException {
        try {
            return done.await(pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void await() throws IOException {
        try {
            done.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
