package weather.kwangle.authorizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;
import static weather.kwangle.authorizer.Fixture.ARN;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import weather.kwangle.authorizer.Fixture.Result;
import weather.kwangle.authorizer.RuntimeApi.Answer;
import weather.kwangle.authorizer.json.JsonText;
import weather.kwangle.authorizer.metrics.EmbeddedMetricFormat;
import weather.kwangle.authorizer.token.TokenForge;
import weather.kwangle.dynamodblocal.DynamoDbLocal;
import weather.kwangle.edge.Decision;
import weather.kwangle.edge.EdgeAssertion;
import weather.kwangle.edge.EdgeAssertionVerifier;
import weather.kwangle.edge.EdgeKeys;
import weather.kwangle.edge.EdgeVerification;
import weather.kwangle.edge.Limit;
import weather.kwangle.quota.RegistryEntry;
import weather.kwangle.quota.RegistryEntry.Status;
import weather.kwangle.quota.dynamodb.DynamoDbClientRegistry;
import weather.kwangle.quota.dynamodb.DynamoDbClients;
import weather.kwangle.quota.dynamodb.QuotaTable;

/** The assembled function as a process of its own, through the AWS runtime interface client, on a real table. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthorizerFunctionIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final String TABLE = "quota";
    private static final String EDGE_KEY = "one:" + "A".repeat(43);
    private static final String POLICY = Fixture.POLICY.replace("rate: 5/s, burst: 10", "rate: 0.001/s, burst: 2");

    private static final byte[] KEYS = TokenForge.keySet(List.of(TokenForge.jwk(TokenForge.KEY_ID, TokenForge.KEY)))
            .getBytes(StandardCharsets.UTF_8);

    private DynamoDbLocal database;
    private DynamoDbClient client;
    private DynamoDbClientRegistry registry;
    private HttpServer issuer;
    private RuntimeApi api;
    private FunctionProcess function;
    private final Map<String, String> environment = new HashMap<>();

    @BeforeAll
    void start(@TempDir Path scratch) throws Exception {
        database = DynamoDbLocal.start(TIMEOUT);
        client = DynamoDbClients.create(
                Duration.ofSeconds(10),
                builder -> builder.endpointOverride(database.endpoint())
                        .region(Region.AP_SOUTHEAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"))));
        QuotaTable.create(client, TABLE);
        registry = new DynamoDbClientRegistry(client, TABLE, Clock.systemUTC());
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/jwks.json", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, KEYS.length);
                exchange.getResponseBody().write(KEYS);
            }
        });
        issuer.start();
        api = new RuntimeApi();
        environment.put("TOKEN_ISSUER", TokenForge.ISSUER);
        environment.put("JWKS_URI", "http://127.0.0.1:" + issuer.getAddress().getPort() + "/jwks.json");
        environment.put("QUOTA_TABLE", TABLE);
        environment.put(
                "ACCESS_POLICY",
                Files.writeString(scratch.resolve("policy.yaml"), POLICY).toString());
        environment.put("EDGE_KEY", EDGE_KEY);
        environment.put("AWS_ENDPOINT_URL_DYNAMODB", database.endpoint().toString());
        environment.put("AWS_REGION", "ap-southeast-1");
        environment.put("AWS_ACCESS_KEY_ID", "local");
        environment.put("AWS_SECRET_ACCESS_KEY", "local");
        function = FunctionProcess.start(api, environment, scratch);
    }

    @AfterAll
    void stop() {
        function.close();
        api.close();
        issuer.stop(0);
        client.close();
        database.close();
    }

    @Test
    void a_good_request_is_allowed_with_an_assertion_that_the_gateway_believes() throws Exception {
        Result result = allowed(invoke("acme-weather", "GET", "/forecast"));

        assertThat(result.context()).contains(entry("decision", "allow"), entry("plan", "partner"));
        assertThat(assertion(result))
                .returns("acme-weather", EdgeAssertion::client)
                .returns("GET /forecast", EdgeAssertion::operation)
                .returns(Decision.ALLOW, EdgeAssertion::decision);
        assertThat(assertion(result).limits()).extracting(Limit::name).containsExactly("rate", "day");
        assertThat(function.output()).contains("\"client\":\"acme-weather\"").doesNotContain("SLF4J");
    }

    @Test
    void a_client_over_its_rate_passes_with_that_decision_and_may_still_look_at_its_account() throws Exception {
        registry.put("trial-tester", RegistryEntry.active("trial"));

        for (int i = 0; i < 2; i++) {
            assertThat(assertion(allowed(invoke("trial-tester", "GET", "/forecast")))
                            .decision())
                    .isEqualTo(Decision.ALLOW);
        }
        EdgeAssertion third = assertion(allowed(invoke("trial-tester", "GET", "/forecast")));
        EdgeAssertion look = assertion(allowed(invoke("trial-tester", "GET", "/usage")));

        assertThat(third.decision()).isEqualTo(Decision.RATE_LIMITED);
        assertThat(third.limits().getFirst().remaining()).isZero();
        assertThat(look.decision()).isEqualTo(Decision.ALLOW);
        assertThat(look.limits().get(1))
                .as("what was refused cost nothing")
                .returns("day", Limit::name)
                .returns(998L, Limit::remaining);
    }

    @Test
    void a_suspended_client_is_denied() throws Exception {
        registry.put(
                "leaky",
                new RegistryEntry(
                        Optional.of("trial"),
                        Status.SUSPENDED,
                        Optional.of("alice"),
                        Optional.of("leaked secret"),
                        Optional.empty()));

        Answer answer = invoke("leaky", "GET", "/forecast");

        assertThat(answer.isError()).isFalse();
        assertThat(new Result(answer.body()).context())
                .contains(entry("reason", "client leaky is suspended"), entry("edgeAssertion", ""));
    }

    @Test
    void a_bad_token_fails_with_exactly_the_message_that_api_gateway_answers_with_401() throws Exception {
        Map<String, Object> event = Fixture.event("GET", "/forecast");
        Fixture.authorize(event, "Bearer nonsense");

        Answer answer = invoke(event);

        assertThat(answer.isError()).isTrue();
        assertThat(Fixture.json(answer.body())).contains(entry("errorMessage", "Unauthorized"));
    }

    @Test
    void without_keys_at_the_start_nothing_is_allowed_until_they_come(@TempDir Path scratch) throws Exception {
        CountDownLatch isBack = new CountDownLatch(1);
        HttpServer hanging = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        hanging.setExecutor(threads);
        hanging.createContext("/jwks.json", exchange -> serveOnce(isBack, exchange));
        hanging.start();
        Map<String, String> away = new HashMap<>(environment);
        away.put("JWKS_URI", "http://127.0.0.1:" + hanging.getAddress().getPort() + "/jwks.json");

        try (RuntimeApi other = new RuntimeApi();
                FunctionProcess _ = FunctionProcess.start(other, away, scratch)) {
            String event = JsonText.of(event("acme-weather", "GET", "/forecast"));
            awaitStart(other);

            Instant asked = Instant.now();
            Answer answer = other.invoke(event, TIMEOUT);
            assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(6));
            assertThat(answer.isError()).isTrue();
            assertThat(answer.body())
                    .contains("the authorizer failed for request")
                    .doesNotContain("Unauthorized");

            isBack.countDown();
            Instant back = Instant.now();
            while (other.invoke(event, TIMEOUT).isError()) {
                assertThat(Duration.between(back, Instant.now())).isLessThan(Duration.ofSeconds(20));
            }
        } finally {
            hanging.stop(0);
            threads.shutdownNow();
        }
    }

    /** By the hooks as the runtime itself calls them. */
    @Test
    void a_function_that_wakes_up_from_a_snapshot_decides_by_what_is_true_then(@TempDir Path scratch) throws Exception {
        Map<String, String> snapStart = new HashMap<>(environment);
        snapStart.put("AWS_LAMBDA_INITIALIZATION_TYPE", "snap-start");
        snapStart.put("METRIC_NAMESPACE", "MaxWeather/test");
        registry.put("sleeper", RegistryEntry.active("partner"));
        String event = JsonText.of(event("sleeper", "GET", "/forecast"));

        try (RuntimeApi other = new RuntimeApi();
                FunctionProcess copy = FunctionProcess.start(other, snapStart, scratch)) {
            other.awaitSnapshot(TIMEOUT);
            assertThat(lines(copy, "snapshot"))
                    .singleElement()
                    .satisfies(line -> assertThat(line).containsEntry("failed", List.of()));
            registry.put(
                    "sleeper",
                    new RegistryEntry(
                            Optional.of("partner"),
                            Status.SUSPENDED,
                            Optional.of("alice"),
                            Optional.of("leaked secret"),
                            Optional.empty()));

            other.restore();
            Answer answer = other.invoke(event, TIMEOUT);

            assertThat(new Result(answer.body()).context()).containsEntry("reason", "client sleeper is suspended");
            assertThat(lines(copy, "restore"))
                    .singleElement()
                    .satisfies(line -> assertThat(line).containsEntry("failed", List.of()));
            assertThat(lines(copy, "metrics"))
                    .as("the first decision is told at once, what the rehearsal counted never")
                    .extracting(line -> line.get("Decision") + " " + line.get("Decisions"))
                    .containsExactly("deny 1", "null null");
            assertThat(copy.output().lines().filter(line -> line.contains("_aws")))
                    .allSatisfy(line -> EmbeddedMetricFormat.read(line, Instant.now()));
        }
    }

    private static List<Map<String, Object>> lines(FunctionProcess process, String type) throws IOException {
        return process.output()
                .lines()
                .filter(line -> line.startsWith("{") && line.contains("\"type\":\"" + type + "\""))
                .map(Fixture::json)
                .toList();
    }

    /** A TOKEN event is denied without any key. */
    private static void awaitStart(RuntimeApi api) throws Exception {
        assertThat(api.invoke("{\"type\":\"TOKEN\"}", TIMEOUT).isError()).isFalse();
    }

    private static void serveOnce(CountDownLatch isBack, HttpExchange exchange) throws IOException {
        try (exchange) {
            isBack.await();
            exchange.sendResponseHeaders(200, KEYS.length);
            exchange.getResponseBody().write(KEYS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void a_changed_policy_decides_without_a_restart_and_a_broken_one_changes_nothing(@TempDir Path scratch)
            throws Exception {
        Path policy = Files.writeString(scratch.resolve("changing.yaml"), POLICY);
        Map<String, String> quick = new HashMap<>(environment);
        quick.put("ACCESS_POLICY", policy.toString());
        quick.put("POLICY_POLL_SECONDS", "1");
        String reading = JsonText.of(event("acme-weather", "GET", "/forecast"));

        try (RuntimeApi other = new RuntimeApi();
                FunctionProcess changing = FunctionProcess.start(other, quick, scratch)) {
            assertThat(isAllowed(other, reading)).isTrue();

            Files.writeString(
                    policy, POLICY.replace("GET /forecast: { allOf: [read", "GET /forecast: { allOf: [write"));
            Instant changed = Instant.now();
            while (isAllowed(other, reading)) {
                assertThat(Duration.between(changed, Instant.now())).isLessThan(Duration.ofSeconds(15));
            }

            Files.writeString(policy, POLICY + "plans: {}\n");
            Instant broken = Instant.now();
            while (!changing.output().contains("\"policy-refused\"")) {
                assertThat(isAllowed(other, reading)).isFalse();
                assertThat(Duration.between(broken, Instant.now())).isLessThan(Duration.ofSeconds(15));
            }
            assertThat(isAllowed(other, reading)).isFalse();
            assertThat(changing.output())
                    .contains(policy + ":16:1: 'plans' stands twice in the policy")
                    .containsOnlyOnce("\"policy-refused\"");
        }
    }

    private static boolean isAllowed(RuntimeApi api, String event) throws Exception {
        return new Result(api.invoke(event, TIMEOUT).body()).allows(ARN + "/GET/forecast");
    }

    @Test
    void without_a_policy_at_the_start_it_starts_and_fails_until_one_comes(@TempDir Path scratch) throws Exception {
        Path policy = scratch.resolve("late.yaml");
        Map<String, String> without = new HashMap<>(environment);
        without.put("ACCESS_POLICY", policy.toString());
        String reading = JsonText.of(event("acme-weather", "GET", "/forecast"));

        try (RuntimeApi other = new RuntimeApi();
                FunctionProcess _ = FunctionProcess.start(other, without, scratch)) {
            assertThat(other.invoke(reading, TIMEOUT).isError()).isTrue();

            Files.writeString(policy, POLICY);
            Instant written = Instant.now();
            while (other.invoke(reading, TIMEOUT).isError()) {
                assertThat(Duration.between(written, Instant.now())).isLessThan(Duration.ofSeconds(15));
            }
        }
    }

    @Test
    void a_missing_variable_stops_the_start_and_is_named(@TempDir Path scratch) throws Exception {
        Map<String, String> incomplete = new HashMap<>(environment);
        incomplete.remove("TOKEN_ISSUER");

        try (RuntimeApi other = new RuntimeApi();
                FunctionProcess _ = FunctionProcess.start(other, incomplete, scratch)) {
            assertThat(other.awaitInitError(TIMEOUT)).contains("TOKEN_ISSUER is not set; expected ");
        }
    }

    private Answer invoke(String clientId, String method, String path) throws Exception {
        return invoke(event(clientId, method, path));
    }

    private static Map<String, Object> event(String clientId, String method, String path) {
        Map<String, Object> event = Fixture.event(method, path);
        Fixture.authorize(
                event, "Bearer " + TokenForge.token(Instant.now(), claims -> claims.put("client_id", clientId)));
        return event;
    }

    private Answer invoke(Map<String, Object> event) throws Exception {
        try {
            return api.invoke(JsonText.of(event), TIMEOUT);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer; the function wrote:\n" + function.output(), e);
        }
    }

    private static Result allowed(Answer answer) {
        assertThat(answer.isError()).as(answer.body()).isFalse();
        Result result = new Result(answer.body());
        assertThat(result.allows(ARN + "/GET/forecast")).as(answer.body()).isTrue();
        return result;
    }

    private static EdgeAssertion assertion(Result result) {
        EdgeVerification verification = new EdgeAssertionVerifier(EdgeKeys.parse(EDGE_KEY), Clock.systemUTC())
                .verify(String.valueOf(result.context().get("edgeAssertion")));
        assertThat(verification).isInstanceOf(EdgeVerification.Valid.class);
        return ((EdgeVerification.Valid) verification).assertion();
    }
}
