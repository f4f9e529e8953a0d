package weather.kwangle.local.answers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;
import static weather.kwangle.local.answers.ApiClient.bearer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import weather.kwangle.local.PlatformUnderTest;
import weather.kwangle.local.answers.ApiClient.Answer;
import weather.kwangle.quota.Account;
import weather.kwangle.quota.dynamodb.DynamoDbClients;
import weather.kwangle.quota.dynamodb.DynamoDbLedgerStore;
import weather.kwangle.quota.refund.Billing;

/**
 * After any mix of requests, and whoever failed them, day and month hold exactly the permits of the good answers: one each,
 * one for each place of a batch, none for a look at the account.
 */
@Tag("slow")
class BooksIT {
    private static final long SEED = 20261126;
    private static final ApiClient API = new ApiClient();
    private static final List<String> CLIENTS = List.of("batch-writer", "trial-tester");
    private static final int CALLERS = 4;

    /** Refunds are written a second after they are due; a busy machine needs more to start what writes them. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Slower than a lease lives: whoever asks like that gets leases of one permit. */
    private static final Duration PACE = Duration.ofMillis(1500);

    private static final Duration QUIET = Duration.ofSeconds(4);

    /** How often the mix is asked at the most until every charge had its answer: permits of one that had none are lost. */
    private static final int MIXES = 3;

    /** A request is with the function within milliseconds. */
    private static final Duration ON_THE_WAY = Duration.ofMillis(500);

    /** All of this takes a minute or two, and a few where the table is slow; what is left of a lease at midnight stays counted. */
    private static final Duration BEFORE_MIDNIGHT = Duration.ofMinutes(10);

    private static final DynamoDbClient TABLE = DynamoDbClients.create(
            Duration.ofSeconds(20),
            settings -> settings.endpointOverride(URI.create(API.address("dynamodb")))
                    .region(Region.US_EAST_1)
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any"))));

    private final DynamoDbLedgerStore accounts = new DynamoDbLedgerStore(TABLE, "max-weather-quota");

    @AfterAll
    static void closeTable() {
        TABLE.close();
    }

    /** What is asked, with what it costs if the answer is good. */
    private enum Kind {
        FORECAST,
        PLACES,
        UNCHANGED,
        UNKNOWN_PLACE,
        AMBIGUOUS_PLACE,
        BAD_DAYS,
        BATCH,
        BATCH_WITH_UNKNOWN_PLACES,
        MALFORMED_BATCH,
        TOO_LONG_BATCH,
        BATCH_BEYOND_THE_DAY,
        USAGE,
        UNKNOWN_PATH,
        UNSPEAKABLE_QUERY
    }

    /** @param permits that the answer, whose status is given, is worth */
    private record Asked(Kind kind, int status, long permits) {}

    /** Permits in an account: of all days, of all months, and given back. */
    private record Books(long ofDays, long ofMonths, long refunded) {
        static Books of(Account account) {
            return new Books(sum(account, 'd', 9), sum(account, 'm', 7), sum(account, 'r', 9));
        }

        private static long sum(Account account, char kind, int length) {
            return account.numbers().entrySet().stream()
                    .filter(number ->
                            number.getKey().charAt(0) == kind && number.getKey().length() == length)
                    .mapToLong(Map.Entry::getValue)
                    .sum();
        }
    }

    @Test
    void theCountersHoldThePermitsOfTheGoodAnswersAndNothingElse() throws Exception {
        for (int mix = 1; mix <= MIXES; mix++) {
            assumeThat(Duration.between(Instant.now(), midnight())).isGreaterThan(BEFORE_MIDNIGHT);
            long unanswered = chargesWithoutAnswer();
            Mixed mixed = ask();
            if (chargesWithoutAnswer() == unanswered) {
                for (String client : CLIENTS) {
                    assertSettles(
                            client,
                            mixed.before().get(client),
                            permitsOf(mixed.asked().get(client)));
                }
                return;
            }
            System.out.println("the table was too slow for a charge, which may count or not; the mix is asked again");
        }
        throw new AssertionError("in each of " + MIXES + " mixes a charge had no answer:\n" + ledgerInTheLog());
    }

    /** What was asked, and the books before. */
    private record Mixed(Map<String, Books> before, Map<String, List<Asked>> asked) {}

    private Mixed ask() throws Exception {
        Map<String, Books> before = new HashMap<>();
        for (String client : CLIENTS) {
            before.put(client, settledBooks(client));
        }
        Map<String, List<Asked>> asked =
                CLIENTS.stream().collect(Collectors.toMap(client -> client, client -> new ArrayList<>()));
        for (String client : CLIENTS) {
            asked.get(client).addAll(mix(client, new Random(SEED + CLIENTS.indexOf(client)), 80));
        }
        asked.get("trial-tester").addAll(flood("trial-tester"));
        asked.get("batch-writer").addAll(withoutWeatherService("batch-writer", new Random(SEED)));
        Map<Kind, Map<Integer, Long>> summary = summary(asked);
        System.out.println("seed " + SEED + ": " + summary);
        assertThat(summary.keySet()).as("what was asked").containsExactly(Kind.values());
        assertThat(summary.get(Kind.BATCH)).as("batches").containsKeys(200, 429, 504);
        assertThat(summary.get(Kind.BATCH_BEYOND_THE_DAY))
                .as("batches beyond the day")
                .containsKey(429);
        assertThat(summary.get(Kind.FORECAST)).as("forecasts").containsKeys(200, 429, 504);
        return new Mixed(before, asked);
    }

    /**
     * Books after the mix that a client's good answers are worth {@code good} permits in. What leases left over goes back
     * while we ask on, and what is refunded goes back by itself; neither needs longer than {@link #PATIENCE}.
     */
    private void assertSettles(String client, Books start, long good) throws Exception {
        Books rough = Books.of(accounts.read(client));
        var fresh = new AtomicLong(good);
        try {
            await().atMost(PATIENCE).pollInterval(PACE).untilAsserted(() -> {
                fresh.addAndGet(permitsOf(oneRequestOfEachProcess(client)));
                assertHolds(client, start, fresh.get());
            });
            await().atMost(PATIENCE)
                    .during(QUIET)
                    .pollInterval(Duration.ofMillis(500))
                    .untilAsserted(() -> assertHolds(client, start, fresh.get()));
        } catch (ConditionTimeoutException e) {
            throw new AssertionError(
                    "the books of %s do not settle; seed %d; account %s; of the ledger in the function's log:%n%s"
                            .formatted(client, SEED, accounts.read(client), ledgerInTheLog()),
                    e);
        }
        Books end = Books.of(accounts.read(client));
        assertThat(end.refunded()).as("refunds of %s", client).isGreaterThan(start.refunded());
        long refunded = end.refunded() - start.refunded();
        System.out.printf(
                "%s: reserved less unspent %d, refunded %d, fresh %d; before it settled the day held %d more than that%n",
                client,
                end.ofDays() - start.ofDays() + refunded,
                refunded,
                fresh.get(),
                rough.ofDays() - start.ofDays() - good);
    }

    private void assertHolds(String client, Books start, long fresh) {
        Books now = Books.of(accounts.read(client));
        assertThat(now.ofDays()).as("day of %s", client).isEqualTo(start.ofDays() + fresh);
        assertThat(now.ofMonths()).as("month of %s", client).isEqualTo(start.ofMonths() + fresh);
    }

    private static long permitsOf(List<Asked> asked) {
        return asked.stream().mapToLong(Asked::permits).sum();
    }

    /**
     * The books when nobody holds a permit of them: who asked before may still get something back, and processes of the
     * function have what their leases left over.
     */
    private Books settledBooks(String client) {
        var rounds = new AtomicLong();
        var last = new AtomicReference<>(new Books(-1, -1, -1));
        await().atMost(PATIENCE).during(QUIET).pollInterval(PACE).until(() -> {
            rounds.addAndGet(permitsOf(oneRequestOfEachProcess(client)));
            Books now = Books.of(accounts.read(client));
            Books without = new Books(now.ofDays() - rounds.get(), now.ofMonths() - rounds.get(), now.refunded());
            return without.equals(last.getAndSet(without));
        });
        return Books.of(accounts.read(client));
    }

    /**
     * Has each process of the function decide about one request: its charge gives back what earlier leases left over, and
     * takes one permit, which that request uses. They stand still until each has its request; an idle one would answer
     * several, and take more than it needs.
     */
    private static List<Asked> oneRequestOfEachProcess(String client) throws Exception {
        String token = API.tokenOf(client);
        List<String> pids = API.functionPids();
        try (var callers = Executors.newFixedThreadPool(pids.size())) {
            List<CompletableFuture<Asked>> calls;
            try {
                Signal.STOP.send(pids);
                calls = pids.stream()
                        .map(_ -> CompletableFuture.supplyAsync(() -> places(token), callers))
                        .toList();
                waitFor(CompletableFuture.anyOf(calls.toArray(CompletableFuture<?>[]::new)), ON_THE_WAY);
            } finally {
                Signal.CONT.send(pids);
            }
            return calls.stream().map(CompletableFuture::join).toList();
        }
    }

    private static Asked places(String token) {
        try {
            return metered(Kind.PLACES, 1, API.get("/places?prefix=Han", bearer(token)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void waitFor(Future<?> answer, Duration atMost) throws Exception {
        try {
            answer.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException standingStill) {
            // As it should be.
        }
    }

    /** What the function has logged of its ledger: charges without an answer, whose permits nobody has; and its counts. */
    private static String ledgerInTheLog() throws IOException {
        return PlatformUnderTest.log("authorizer")
                .lines()
                .filter(line -> line.contains("\"decision\":\"internal-failure\"")
                        || line.contains("\"type\":\"metrics\"")
                        || line.contains("\"type\":\"ledger\""))
                .collect(Collectors.joining("\n"));
    }

    private static long chargesWithoutAnswer() throws IOException {
        return PlatformUnderTest.log("authorizer")
                .lines()
                .filter(line -> line.contains("\"reason\":\"cannot charge an account"))
                .count();
    }

    private static Instant midnight() {
        return LocalDate.now(ZoneOffset.UTC)
                .plusDays(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    private List<Asked> mix(String client, Random random, int requests) throws Exception {
        String token = API.tokenOf(client);
        Answer first = API.get("/forecast?location=Hanoi&days=1", bearer(token));
        String etag = first.header("ETag");
        var work = new ArrayList<Callable<Asked>>();
        for (int i = 0; i < requests; i++) {
            Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
            int size = 2 + random.nextInt(30);
            work.add(() -> ask(kind, size, etag, token));
        }
        List<Asked> asked = atOnce(work);
        asked.add(metered(Kind.FORECAST, 1, first));
        return asked;
    }

    private static Asked ask(Kind kind, int size, String etag, String token) throws Exception {
        return switch (kind) {
            case FORECAST -> metered(kind, 1, API.get("/forecast?location=Hanoi&days=1", bearer(token)));
            case PLACES -> metered(kind, 1, API.get("/places?prefix=Han", bearer(token)));
            case UNCHANGED ->
                metered(
                        kind,
                        1,
                        API.get(
                                "/forecast?location=Hanoi&days=1",
                                "Authorization",
                                "Bearer " + token,
                                "If-None-Match",
                                etag.isEmpty() ? "\"none\"" : etag));
            case UNKNOWN_PLACE -> metered(kind, 1, API.get("/current?location=Atlantis-of-Nowhere", bearer(token)));
            case AMBIGUOUS_PLACE -> metered(kind, 1, API.get("/forecast?location=Springfield", bearer(token)));
            case BAD_DAYS -> metered(kind, 1, API.get("/forecast?location=Hanoi&days=99", bearer(token)));
            case BATCH -> metered(kind, size, post(places("Hanoi", size), token));
            case BATCH_WITH_UNKNOWN_PLACES -> metered(kind, size, post(places("Atlantis-of-Nowhere", size), token));
            case MALFORMED_BATCH ->
                metered(kind, size, post(places("Hanoi", size).replace("]", ""), token));
            case TOO_LONG_BATCH -> metered(kind, 1001, post(places("Hanoi", 1001), token));
            case BATCH_BEYOND_THE_DAY -> metered(kind, 1000, post(places("Hanoi", 1000), token));
            case USAGE -> new Asked(kind, API.get("/usage", bearer(token)).status(), 0);
            case UNKNOWN_PATH -> metered(kind, 1, API.get("/nowhere", bearer(token)));
            case UNSPEAKABLE_QUERY -> unspeakable(kind, token);
        };
    }

    private static Asked metered(Kind kind, long permits, Answer answer) {
        return new Asked(kind, answer.status(), Billing.keepsPermits(answer.status()) ? permits : 0);
    }

    private static Answer post(String body, String token) throws Exception {
        return API.ask(
                "POST", "/forecast", body, "Authorization", "Bearer " + token, "Content-Type", "application/json");
    }

    private static String places(String name, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"" + name + "\"")
                .collect(Collectors.joining(",", "{\"days\":1,\"locations\":[", "]}"));
    }

    /** API Gateway cannot say it to the backend: it ends after the authorizer has taken its permit. */
    private static Asked unspeakable(Kind kind, String token) throws IOException {
        URI api = URI.create(API.address("api"));
        try (var socket = new Socket(api.getHost(), api.getPort())) {
            socket.setSoTimeout(30_000);
            socket.getOutputStream()
                    .write(
                            "GET %s/forecast?location=a|b HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\nConnection: close\r\n\r\n"
                                    .formatted(api.getPath(), token)
                                    .getBytes(US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            int status = Integer.parseInt(answer.substring(9, 12));
            assertThat(Billing.keepsPermits(status)).as(answer).isFalse();
            return new Asked(kind, status, 0);
        }
    }

    /** More at once than the plan has: refused by its rate, and beyond twice that by API Gateway's own limit. */
    private static List<Asked> flood(String client) throws Exception {
        String token = API.tokenOf(client);
        return atOnce(Collections.nCopies(
                80, () -> metered(Kind.FORECAST, 1, API.get("/forecast?location=Hanoi&days=1", bearer(token)))));
    }

    /** Its process stands still for a while: the gateway gives up on its answers. */
    private static List<Asked> withoutWeatherService(String client, Random random) throws Exception {
        String token = API.tokenOf(client);
        List<String> service = List.of(API.pid("weather-service"));
        Signal.STOP.send(service);
        try {
            var work = new ArrayList<Callable<Asked>>();
            for (int i = 0; i < 8; i++) {
                Kind kind = random.nextBoolean() ? Kind.FORECAST : Kind.BATCH;
                int size = 2 + random.nextInt(30);
                work.add(() -> ask(kind, size, "", token));
            }
            List<Asked> asked = atOnce(work);
            assertThat(asked).extracting(Asked::status).containsOnly(504);
            return asked;
        } finally {
            Signal.CONT.send(service);
        }
    }

    private static List<Asked> atOnce(List<? extends Callable<Asked>> work) throws Exception {
        var asked = new ArrayList<Asked>();
        try (var callers = Executors.newFixedThreadPool(CALLERS)) {
            for (Future<Asked> call : callers.invokeAll(work, 3, TimeUnit.MINUTES)) {
                asked.add(call.get());
            }
        }
        return asked;
    }

    /** How often each kind was answered with each status. */
    private static Map<Kind, Map<Integer, Long>> summary(Map<String, List<Asked>> asked) {
        var byKind = new EnumMap<Kind, Map<Integer, Long>>(Kind.class);
        for (List<Asked> ofClient : asked.values()) {
            for (Asked one : ofClient) {
                byKind.computeIfAbsent(one.kind(), kind -> new TreeMap<>()).merge(one.status(), 1L, Long::sum);
            }
        }
        return byKind;
    }
}
