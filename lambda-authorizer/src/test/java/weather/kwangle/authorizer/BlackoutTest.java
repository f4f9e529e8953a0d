package weather.kwangle.authorizer;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import weather.kwangle.authorizer.json.JsonText;
import weather.kwangle.authorizer.snapshot.SnapshotContext;
import weather.kwangle.authorizer.token.TokenForge;
import weather.kwangle.dynamodblocal.DynamoDbLocal;
import weather.kwangle.dynamodblocal.FaultProxy;
import weather.kwangle.dynamodblocal.FaultProxy.Fault;
import weather.kwangle.quota.RegistryEntry;
import weather.kwangle.quota.RememberedRegistry;
import weather.kwangle.quota.dynamodb.DynamoDbClientRegistry;
import weather.kwangle.quota.dynamodb.QuotaTable;

/**
 * The whole function before a table that goes silent for thirty seconds, with a client that has been asking: plan 100 a
 * second, burst 200, asked for at 200 a second. Mostly waits, beside other tests.
 */
@Tag("slow")
@Execution(ExecutionMode.CONCURRENT)
class BlackoutTest {
    private static final String TABLE = "max-weather-quota";
    private static final int PER_SECOND = 200;
    private static final int WARM_SECONDS = 3;
    private static final int SECONDS = Integer.getInteger("ledger.blackout", 30);

    /** Of one instance alone. */
    private static final double SHARE = 0.11;

    /** DecisionTimeTest has the exact bound; here other tests may keep both processors. */
    private static final Duration BUSY = Duration.ofMillis(600);

    private static final int RATE = 100;
    private static final int BURST = 200;

    private DynamoDbLocal database;
    private DynamoDbClient table;
    private FaultProxy proxy;
    private HttpServer issuer;
    private AuthorizerHandler handler;
    private byte[] event;

    @BeforeEach
    void start(@TempDir Path scratch) throws Exception {
        database = DynamoDbLocal.start(Duration.ofSeconds(60));
        proxy = new FaultProxy(database.endpoint());
        table = LocalAws.table(database.endpoint());
        QuotaTable.create(table, TABLE);
        new DynamoDbClientRegistry(table, TABLE, Clock.systemUTC())
                .put("acme-weather", RegistryEntry.active("partner"));
        byte[] keys = TokenForge.keySet(List.of(TokenForge.jwk(TokenForge.KEY_ID, TokenForge.KEY)))
                .getBytes(StandardCharsets.UTF_8);
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/jwks.json", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, keys.length);
                exchange.getResponseBody().write(keys);
            }
        });
        issuer.start();
        Path policy = Files.writeString(scratch.resolve("policy.yaml"), Fixture.POLICY);
        handler = new AuthorizerHandler(
                LocalAws.parts(
                        proxy.endpoint(),
                        AuthorizerConfiguration.from(Map.of(
                                "TOKEN_ISSUER",
                                TokenForge.ISSUER,
                                "JWKS_URI",
                                URI.create("http://127.0.0.1:"
                                                + issuer.getAddress().getPort() + "/jwks.json")
                                        .toString(),
                                "QUOTA_TABLE",
                                TABLE,
                                "ACCESS_POLICY",
                                policy.toString(),
                                "EDGE_KEY",
                                "one:" + "A".repeat(43))),
                        Clock.systemUTC(),
                        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)),
                new SnapshotContext());
        event = event("acme-weather");
    }

    private static byte[] event(String client) {
        Map<String, Object> request = Fixture.event("GET", "/forecast");
        Fixture.authorize(
                request, "Bearer " + TokenForge.token(Instant.now(), claims -> claims.put("client_id", client)));
        return JsonText.of(request).getBytes(StandardCharsets.UTF_8);
    }

    @AfterEach
    void stop() throws Exception {
        issuer.stop(0);
        proxy.close();
        table.close();
        database.close();
    }

    /**
     * @param admitted let in
     * @param limited answered that the rate is used up
     * @param failed not answered: our 503
     * @param took nanoseconds of each, in rising order
     */
    private record Figures(int admitted, int limited, int failed, List<Long> took) {

        Figures and(Figures other) {
            return new Figures(
                    admitted + other.admitted,
                    limited + other.limited,
                    failed + other.failed,
                    Stream.concat(took.stream(), other.took.stream()).sorted().toList());
        }

        Duration p99() {
            return Duration.ofNanos(took.get(took.size() * 99 / 100));
        }

        Duration longest() {
            return Duration.ofNanos(took.getLast());
        }

        @Override
        public String toString() {
            return "%d asked, %d admitted, %d limited, %d refused for want of an answer, p99 %s, longest %s"
                    .formatted(took.size(), admitted, limited, failed, p99(), longest());
        }
    }

    /** Requests for that long, each when it is due or as soon as the one before it lets it. */
    private Figures ask(int seconds) throws Exception {
        return ask(seconds, PER_SECOND, event);
    }

    private Figures ask(int seconds, int perSecond, byte[] question) throws Exception {
        int requests = seconds * perSecond;
        long[] nanos = new long[requests];
        int admitted = 0;
        int failed = 0;
        long begin = System.nanoTime();
        for (int i = 0; i < requests; i++) {
            long due = begin + i * (1_000_000_000L / perSecond);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            long start = System.nanoTime();
            var answer = new ByteArrayOutputStream();
            try {
                handler.answer(question, () -> Fixture.REQUEST_ID, answer);
                admitted += answer.toString(StandardCharsets.US_ASCII).contains("\"decision\":\"allow\"") ? 1 : 0;
            } catch (AuthorizerFailureException e) {
                failed++;
            }
            nanos[i] = System.nanoTime() - start;
        }
        return new Figures(
                admitted,
                requests - admitted - failed,
                failed,
                LongStream.of(nanos).sorted().boxed().toList());
    }

    @Test
    void a_silent_table_is_bridged_while_the_client_is_known_and_the_books_agree_afterwards() throws Exception {
        Figures before = ask(WARM_SECONDS);
        // Read at the first request, so known for so much of the blackout.
        int known = Math.min(SECONDS, 30 - WARM_SECONDS - 1);

        proxy.set(Fault.SILENT);
        Figures bridged = ask(known);
        Figures blackout = bridged.and(ask(SECONDS - known));
        proxy.set(Fault.NONE);
        Figures back = ask(6);
        Figures exact = ask(4);

        long counted = counted();
        int admitted = before.admitted() + blackout.admitted() + back.admitted() + exact.admitted();
        System.out.printf(
                "before: %s%nsilent for %d s: %s%nof these while known, %d s: %s%nback: %s%nafter 6 s: %s%nadmitted %d, counted %d%n",
                before, SECONDS, blackout, known, bridged, back, exact, admitted, counted);
        assertThat(blackout.p99()).isLessThan(Duration.ofMillis(200));
        assertThat(blackout.longest())
                .as("150 ms for all calls of a decision, and what a busy machine adds")
                .isLessThan(BUSY);
        // A lease of a second's permits may have been in hand.
        assertThat((double) blackout.admitted()).isLessThanOrEqualTo(SHARE * (BURST + RATE * known) + RATE);
        assertThat((double) bridged.admitted()).isGreaterThanOrEqualTo(0.1 * RATE * (known - 2));
        assertThat(before.failed() + exact.failed()).isZero();
        assertThat(exact.admitted()).isBetween(4 * RATE / 2, BURST + RATE * 5);
        assertThat(counted).isBetween((long) admitted, (long) admitted + BURST);
    }

    /** Of few requests each one may be the one that finds out. */
    @Test
    void who_asks_seldom_waits_no_longer_and_who_is_new_half_a_second_once() throws Exception {
        // From that age on, in the middle of the blackout, the entry is read anew before a charge.
        ask((int) RememberedRegistry.AHEAD_AGE.toSeconds() - 3, 1, event);

        proxy.set(Fault.SILENT);
        Figures known = ask(6, 1, event);
        Figures unknown = ask(6, 1, event("newcomer"));

        System.out.printf("silent, one request a second: known: %s%nnew: %s%n", known, unknown);
        assertThat(known.longest()).isBetween(Duration.ofMillis(100), BUSY);
        assertThat(unknown.longest()).isBetween(Duration.ofMillis(450), BUSY.plusMillis(450));
        assertThat(unknown.failed()).isEqualTo(6);
    }

    private long counted() {
        return table
                .getItem(request ->
                        request.tableName(TABLE).key(Map.of("pk", AttributeValue.fromS("CLIENT#acme-weather"))))
                .item()
                .entrySet()
                .stream()
                .filter(attribute -> attribute.getKey().matches("d\\d{8}"))
                .mapToLong(attribute -> Long.parseLong(attribute.getValue().n()))
                .sum();
    }
}
