package weather.kwangle.authorizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static weather.kwangle.authorizer.Fixture.ARN;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import weather.kwangle.authorizer.Fixture.Result;
import weather.kwangle.authorizer.json.JsonText;
import weather.kwangle.authorizer.metrics.MetricLines;
import weather.kwangle.authorizer.snapshot.LearntState;
import weather.kwangle.authorizer.snapshot.SnapshotContext;
import weather.kwangle.authorizer.snapshot.SnapshotHooks;
import weather.kwangle.authorizer.token.TokenForge;
import weather.kwangle.dynamodblocal.DynamoDbLocal;
import weather.kwangle.edge.EdgeAssertionVerifier;
import weather.kwangle.edge.EdgeKeys;
import weather.kwangle.edge.EdgeVerification;
import weather.kwangle.quota.RegistryEntry;
import weather.kwangle.quota.RegistryEntry.Status;
import weather.kwangle.quota.dynamodb.DynamoDbClientRegistry;
import weather.kwangle.quota.dynamodb.QuotaTable;

/** The whole function around a snapshot, by the hooks that Lambda calls; weeks pass in between. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SnapshotTest {
    private static final Duration LAMBDA_GIVES_UP_AFTER = Duration.ofSeconds(10);
    private static final Duration WEEKS = Duration.ofDays(20);
    private static final String TABLE = "quota";

    /** Where the SDK looks for secrets, which no other test does. */
    private static final String SECRETS = "aws.endpointUrlSecretsManager";

    private DynamoDbLocal database;
    private DynamoDbClient table;
    private DynamoDbClientRegistry registry;
    private Path policy;

    private AwsAway aws;
    private TestClock clock;
    private ByteArrayOutputStream log;
    private SnapshotContext snapshot;
    private Wiring.Parts parts;
    private AuthorizerHandler handler;

    @BeforeAll
    void startDatabase(@TempDir Path scratch) throws Exception {
        database = DynamoDbLocal.start(Duration.ofSeconds(30));
        table = LocalAws.table(database.endpoint());
        QuotaTable.create(table, TABLE);
        registry = new DynamoDbClientRegistry(table, TABLE, Clock.systemUTC());
        policy = Files.writeString(scratch.resolve("policy.yaml"), Fixture.POLICY);
    }

    @AfterAll
    void stopDatabase() {
        table.close();
        database.close();
        System.clearProperty(SECRETS);
    }

    @BeforeEach
    void startFunction() throws Exception {
        aws = new AwsAway(database.endpoint());
        aws.serveKeys(List.of(TokenForge.jwk(TokenForge.KEY_ID, TokenForge.KEY)));
        aws.serveEdgeKeys(secret("old"));
        // Another test's account may be charged for weeks ahead.
        table.deleteItem(item -> item.tableName(TABLE).key(Map.of("pk", AttributeValue.fromS("CLIENT#acme-weather"))));
        registry.put("acme-weather", RegistryEntry.active("partner"));
        System.setProperty(SECRETS, aws.address().toString());
        clock = new TestClock();
        log = new ByteArrayOutputStream();
        snapshot = new SnapshotContext();
        parts = parts();
        handler = new AuthorizerHandler(parts, snapshot);
    }

    private Wiring.Parts parts() {
        return LocalAws.parts(
                aws.address(),
                AuthorizerConfiguration.from(Map.of(
                        "TOKEN_ISSUER",
                        TokenForge.ISSUER,
                        "JWKS_URI",
                        aws.address() + "/jwks.json",
                        "QUOTA_TABLE",
                        TABLE,
                        "ACCESS_POLICY",
                        policy.toString(),
                        "EDGE_KEY_SECRET_ID",
                        "max-weather/edge-key",
                        "METRIC_NAMESPACE",
                        "MaxWeather/test")),
                clock,
                new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stopFunction() {
        aws.close();
    }

    @Test
    void after_the_hook_before_a_snapshot_the_function_knows_no_more_than_at_its_start() throws Exception {
        snapshot.checkpoint();
        List<String> atTheStart = forgotten();
        use();
        assertThat(String.join("\n", LearntState.of(parts)))
                .as("what the comparison below would see")
                .contains("acme-weather", "unknownKeyAt? = 2026", "RSAPublicKeyImpl", "signer", "decisions = ")
                .containsPattern("taken = [1-9]");

        snapshot.checkpoint();
        assertThat(forgotten()).isEqualTo(atTheStart);

        use();
        aws.away(true);
        clock.advance(WEEKS);
        snapshot.restore();
        // Fails to renew everything, which is not to be remembered by what is forgotten next.
        aws.away(false);
        snapshot.checkpoint();
        assertThat(forgotten()).isEqualTo(atTheStart);
    }

    /** All state of ours once nothing runs in the background any more; how often it was forgotten, and the test's clock, decide nothing. */
    private List<String> forgotten() throws Exception {
        awaitTrue(() -> state().stream().noneMatch(line -> line.endsWith("refreshing = true")));
        return state();
    }

    private List<String> state() {
        return LearntState.of(parts).stream()
                .filter(line -> !line.matches(".*\\.state\\.fetches = \\d+|.*\\.epoch = \\d+|.*\\.clock\\.now = .*"))
                .toList();
    }

    /** Fills everything that can be filled. */
    private void use() {
        assertThat(isAllowed(token())).isTrue();
        assertThat(isAllowed(token())).isTrue();
        assertThatThrownBy(
                        () -> handle("Bearer " + TokenForge.token(claims -> {}).replaceFirst("^[^.]+", unknownKey())))
                .isInstanceOf(UnauthorizedException.class);
    }

    private static String unknownKey() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"kid\":\"key-9\",\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void a_key_that_was_withdrawn_meanwhile_verifies_nothing_any_more() throws Exception {
        String token = token();
        assertThat(isAllowed(token)).isTrue();
        snapshot.checkpoint();

        aws.serveKeys(List.of(TokenForge.jwk("key-2", TokenForge.OTHER_KEY)));
        clock.advance(WEEKS);
        snapshot.restore();

        assertThatThrownBy(() -> handle(token)).isInstanceOf(UnauthorizedException.class);
    }

    /** A copy may wake up within seconds, too, when no age of anything helps. */
    @Test
    void a_key_that_was_withdrawn_a_second_ago_verifies_nothing_any_more() throws Exception {
        String token = token();
        assertThat(isAllowed(token)).isTrue();
        snapshot.checkpoint();

        aws.serveKeys(List.of(TokenForge.jwk("key-2", TokenForge.OTHER_KEY)));
        clock.advance(Duration.ofSeconds(1));
        snapshot.restore();

        assertThatThrownBy(() -> handle(token)).isInstanceOf(UnauthorizedException.class);
    }

    @Test
    void an_edge_key_that_was_replaced_meanwhile_signs_nothing_any_more() throws Exception {
        assertThat(isSignedBy("old", handle(token()))).isTrue();
        snapshot.checkpoint();

        aws.serveEdgeKeys(secret("new"));
        clock.advance(Duration.ofSeconds(5));
        snapshot.restore();

        Result result = handle(token());
        assertThat(isSignedBy("new", result)).isTrue();
        assertThat(isSignedBy("old", result)).isFalse();
    }

    @Test
    void a_client_that_was_suspended_meanwhile_is_refused_at_once() throws Exception {
        String token = token();
        assertThat(isAllowed(token)).isTrue();
        snapshot.checkpoint();

        registry.put(
                "acme-weather",
                new RegistryEntry(
                        Optional.of("partner"),
                        Status.SUSPENDED,
                        Optional.of("alice"),
                        Optional.of("leaked secret"),
                        Optional.empty()));
        clock.advance(Duration.ofSeconds(1));
        snapshot.restore();

        assertThat(isAllowed(token)).isFalse();
    }

    @Test
    void with_slow_services_the_first_answer_comes_before_lambda_would_give_up() throws Exception {
        snapshot.checkpoint();
        clock.advance(WEEKS);
        // A third of what a charge may take.
        Duration slow = Duration.ofMillis(50);
        aws.slow(slow);

        long start = System.nanoTime();
        snapshot.restore();
        long restored = System.nanoTime();
        int fetches = aws.keySetFetches.get();
        int secrets = aws.secretReads.get();
        assertThat(isAllowed(token())).isTrue();
        long answered = System.nanoTime();

        assertThat(Duration.ofNanos(restored - start)).isBetween(slow, SnapshotHooks.RENEW_WITHIN);
        assertThat(Duration.ofNanos(answered - start)).isLessThan(LAMBDA_GIVES_UP_AFTER);
        assertThat(aws.keySetFetches).as("asked again by the first request").hasValue(fetches);
        assertThat(aws.secretReads).hasValue(secrets);
    }

    @Test
    void with_everything_away_a_copy_wakes_up_fails_closed_and_recovers_by_itself() throws Exception {
        String token = token();
        assertThat(isAllowed(token)).isTrue();
        snapshot.checkpoint();
        clock.advance(WEEKS);
        aws.away(true);

        long start = System.nanoTime();
        snapshot.restore();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isLessThan(SnapshotHooks.RENEW_WITHIN.plusSeconds(1))
                .isLessThan(LAMBDA_GIVES_UP_AFTER);
        assertThat(logged("restore").getLast().get("failed").toString()).contains("edgeKey", "keySet", "registry");
        assertThatThrownBy(() -> handle(token)).isInstanceOf(AuthorizerFailureException.class);

        aws.away(false);
        Duration waited = Duration.ZERO;
        while (fails(token)) {
            clock.advance(Duration.ofSeconds(1));
            waited = waited.plusSeconds(1);
            assertThat(waited).isLessThan(Duration.ofSeconds(20));
        }
        assertThat(isAllowed(token)).isTrue();
    }

    @Test
    void a_snapshot_without_any_service_is_made_and_works_once_they_are_there() throws Exception {
        aws.away(true);
        snapshot.checkpoint();
        assertThat(logged("snapshot")).hasSize(1);

        aws.away(false);
        clock.advance(WEEKS);
        snapshot.restore();
        assertThat(isAllowed(token())).isTrue();
    }

    @Test
    void the_rehearsal_changes_nothing_and_brings_no_secret_into_the_snapshot() throws Exception {
        List<String> clients = QuotaTable.clientIds(table, TABLE);

        snapshot.checkpoint();

        assertThat(aws.secretReads).as("the permission to read is used").hasPositiveValue();
        assertThat(aws.secretsGiven).hasValue(0);
        assertThat(aws.tableCalls).hasPositiveValue();
        assertThat(QuotaTable.clientIds(table, TABLE)).isEqualTo(clients);
        assertThat(logged("decision")).isEmpty();
        assertThat(logged("metrics")).isEmpty();
        assertThat(logged("snapshot"))
                .singleElement()
                .satisfies(line -> assertThat(line.get("failed")).isEqualTo(List.of()));
    }

    @Test
    void the_rehearsal_goes_as_far_with_a_policy_that_asks_for_an_audience() throws Exception {
        Path usual = policy;
        policy = Files.writeString(usual.resolveSibling("with-audience.yaml"), Fixture.POLICY_WITH_AUDIENCE);
        try {
            snapshot = new SnapshotContext();
            handler = new AuthorizerHandler(parts(), snapshot);

            snapshot.checkpoint();
        } finally {
            policy = usual;
        }

        assertThat(logged("snapshot"))
                .singleElement()
                .satisfies(line -> assertThat(line.get("failed")).isEqualTo(List.of()));
        assertThat(aws.secretReads).as("what is rehearsed last").hasPositiveValue();
    }

    /** Without a snapshot, but with everything wired as for one. */
    @Test
    void what_is_admitted_without_the_table_is_told_at_once_and_counted() throws Exception {
        String token = token();
        assertThat(isAllowed(token)).isTrue();
        aws.away(true);
        awaitTrue(() -> isToldAsking(token, "grace-began"));
        assertThat(logged("ledger"))
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .containsEntry("time", "2026-11-23T12:00:00.000Z")
                        .hasEntrySatisfying(
                                "reason",
                                why -> assertThat(String.valueOf(why))
                                        .startsWith("cannot charge an account in table quota: ")));

        aws.away(false);
        awaitTrue(() -> isToldAsking(token, "grace-ended"));
        clock.advance(MetricLines.INTERVAL);
        isAllowed(token);

        Map<String, Object> ended = logged("ledger").getLast();
        assertThat(ended).containsEntry("reason", "the table answered");
        assertThat(logged("ledger")).hasSize(2);
        assertThat((Long) ended.get("permits"))
                .isPositive()
                .isEqualTo(logged("metrics").stream()
                        .mapToLong(line -> (Long) line.getOrDefault("PermitsInGrace", 0L))
                        .sum());
    }

    private boolean isToldAsking(String token, String event) {
        fails(token);
        return log.toString(StandardCharsets.UTF_8).contains("\"" + event + "\"");
    }

    /** Connections that were open in the snapshot lead nowhere. */
    @Test
    void no_connection_from_before_is_relied_upon() throws Exception {
        assertThat(isAllowed(token())).isTrue();
        snapshot.checkpoint();
        AwsAway sameServices = aws.restarted();
        aws = sameServices;
        clock.advance(WEEKS);
        snapshot.restore();

        assertThat(logged("restore").getLast().get("failed")).isEqualTo(List.of());
        assertThat(isAllowed(token())).isTrue();
    }

    private boolean fails(String token) {
        try {
            handle(token);
            return false;
        } catch (AuthorizerFailureException e) {
            return true;
        }
    }

    private boolean isAllowed(String token) {
        return handle(token).allows(ARN + "/GET/forecast");
    }

    private Result handle(String authorization) {
        Map<String, Object> event = Fixture.event("GET", "/forecast");
        Fixture.authorize(event, authorization);
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            handler.answer(JsonText.of(event).getBytes(StandardCharsets.UTF_8), () -> "id", output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Result(output.toString(StandardCharsets.UTF_8));
    }

    /** One that outlives the snapshot. */
    private String token() {
        return "Bearer "
                + TokenForge.token(
                        clock.instant(),
                        claims -> claims.put(
                                "exp",
                                clock.instant().plus(WEEKS.multipliedBy(2)).getEpochSecond()));
    }

    private boolean isSignedBy(String keyId, Result result) {
        return new EdgeAssertionVerifier(EdgeKeys.parseSecret(secret(keyId)), clock)
                        .verify(String.valueOf(result.context().get("edgeAssertion")))
                instanceof EdgeVerification.Valid;
    }

    private static String secret(String keyId) {
        return "{\"keys\":[{\"kid\":\"%s\",\"key\":\"%s\"}]}"
                .formatted(keyId, (keyId.equals("old") ? "A" : "B").repeat(42) + "A");
    }

    private List<Map<String, Object>> logged(String type) {
        return log.toString(StandardCharsets.UTF_8)
                .lines()
                .map(Fixture::json)
                .filter(line -> type.equals(line.get("type")))
                .toList();
    }

    private static void awaitTrue(BooleanSupplier condition) {
        long until = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("10 s are over").isLessThan(until);
            Thread.onSpinWait();
        }
    }
}
