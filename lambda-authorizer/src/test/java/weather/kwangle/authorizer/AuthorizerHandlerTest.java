package weather.kwangle.authorizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static weather.kwangle.authorizer.Fixture.ARN;
import static weather.kwangle.authorizer.Fixture.REQUEST_ID;
import static weather.kwangle.authorizer.Fixture.authorize;
import static weather.kwangle.authorizer.Fixture.event;

import com.amazonaws.services.lambda.runtime.events.IamPolicyResponse;
import com.amazonaws.services.lambda.runtime.events.IamPolicyResponse.PolicyDocument;
import com.amazonaws.services.lambda.runtime.events.IamPolicyResponse.Statement;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import weather.kwangle.authorizer.Fixture.Result;
import weather.kwangle.authorizer.json.JsonText;
import weather.kwangle.authorizer.signing.SecretKeySigner;
import weather.kwangle.authorizer.signing.SigningKeyUnavailableException;
import weather.kwangle.authorizer.token.HostileTokens;
import weather.kwangle.authorizer.token.TokenForge;
import weather.kwangle.edge.Decision;
import weather.kwangle.edge.EdgeAssertion;
import weather.kwangle.edge.EdgeVerification;
import weather.kwangle.edge.Limit;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.replay.Replay;
import weather.kwangle.policy.replay.ReplayReport;
import weather.kwangle.quota.LedgerUnavailableException;
import weather.kwangle.quota.LimitState;
import weather.kwangle.quota.RegistryEntry;
import weather.kwangle.quota.RegistryEntry.Status;
import weather.kwangle.quota.Reservation;
import weather.kwangle.quota.dynamodb.DynamoDbClientRegistry;

class AuthorizerHandlerTest {
    private static final String[] CONTEXT = {
        "edgeAssertion", "clientId", "plan", "decision", "policyVersion", "reason", "quotaDay"
    };

    private final Fixture fixture = new Fixture();

    @Test
    void an_allowed_request_passes_with_a_signed_assertion() {
        Result result = fixture.handle(event("GET", "/forecast"));

        assertThat(result.json()).containsOnlyKeys("principalId", "policyDocument", "usageIdentifierKey", "context");
        assertThat(result.json().get("principalId")).isEqualTo("acme-weather");
        assertThat(result.allows(ARN + "/GET/forecast")).isTrue();
        assertThat(result.context())
                .containsOnlyKeys(CONTEXT)
                .contains(
                        entry("clientId", "acme-weather"),
                        entry("plan", "partner"),
                        entry("decision", "allow"),
                        entry("policyVersion", fixture.policyVersion()),
                        entry("reason", "allowed"),
                        entry("quotaDay", "2026-11-23"));
        assertThat(assertion(result))
                .isEqualTo(new EdgeAssertion(
                        REQUEST_ID,
                        "acme-weather",
                        "partner",
                        "GET /forecast",
                        Set.of("read:forecast"),
                        Decision.ALLOW,
                        List.of(
                                new Limit("rate", 200, 2, 199, 1),
                                new Limit("day", 1_000_000, 86_400, 999_999, 43_200)),
                        fixture.policyVersion(),
                        TestClock.START,
                        TestClock.START.plusSeconds(30)));
        assertThat(fixture.charged).containsExactly("reserve acme-weather 1 of 200");
    }

    @Test
    void a_permit_belongs_to_the_day_in_which_the_ledger_counted_it() {
        fixture.reservation = () -> countedWhileMidnightPasses(86_400);

        Result result = fixture.handle(event("GET", "/forecast"));

        assertThat(result.context()).contains(entry("quotaDay", "2026-11-24"));
        assertThat(assertion(result).issuedAt()).isEqualTo("2026-11-24T00:00:00Z");
    }

    @Test
    void a_permit_that_was_counted_before_midnight_belongs_to_the_day_before() {
        fixture.reservation = () -> countedWhileMidnightPasses(1);

        assertThat(fixture.handle(event("GET", "/forecast")).context()).contains(entry("quotaDay", "2026-11-23"));
    }

    private Reservation countedWhileMidnightPasses(long resetSeconds) {
        fixture.clock.advance(Duration.ofHours(12));
        return new Reservation.Admitted(List.of(new LimitState("day", 1000, 86_400, 999, resetSeconds)));
    }

    @Test
    void the_policy_document_has_the_form_that_api_gateway_reads() {
        IamPolicyResponse response = IamPolicyResponse.builder()
                .withPolicyDocument(PolicyDocument.builder()
                        .withVersion(IamPolicyResponse.VERSION_2012_10_17)
                        .withStatement(List.of(Statement.builder()
                                .withEffect(IamPolicyResponse.ALLOW)
                                .withAction(IamPolicyResponse.EXECUTE_API_INVOKE)
                                .withResource(List.of(ARN + "/GET/forecast", ARN + "/GET/usage", ARN + "/GET/alerts/*"))
                                .withCondition(Map.of())
                                .build()))
                        .build())
                .build();
        // A condition may be left out, and the class knows only an empty one or null.
        String document = JsonText.of(response.getPolicyDocument()).replace("\"Condition\":{},", "");

        assertThat(fixture.handle(event("GET", "/usage")).json().get("policyDocument"))
                .isEqualTo(Fixture.json(document));
    }

    @Test
    void the_usage_key_is_a_digest_of_the_client_id_and_unknown_clients_share_one() throws Exception {
        assertThat(fixture.handle(event("GET", "/forecast")).json().get("usageIdentifierKey"))
                .isEqualTo("mw" + sha256("acme-weather").substring(0, 40));

        fixture.usePolicy(Fixture.POLICY.replace("unknownClient: deny", "unknownClient: trial"));
        assertThat(fixture.handle(event("GET", "/forecast", with("stranger", "max-weather/read:forecast")))
                        .json()
                        .get("usageIdentifierKey"))
                .isEqualTo("mw" + sha256("unknown").substring(0, 40));
    }

    @Test
    void looking_at_the_account_takes_nothing_from_it() {
        fixture.handle(event("GET", "/usage"));

        assertThat(fixture.charged).containsExactly("inspect acme-weather");
    }

    @Test
    void over_quota_passes_with_that_decision() {
        LimitState empty = new LimitState("rate", 200, 2, 0, 3);
        fixture.reservation = () -> new Reservation.RateLimited(List.of(empty, Fixture.DAY), empty);
        Result limited = fixture.handle(event("GET", "/forecast"));
        LimitState spent = new LimitState("day", 1_000_000, 86_400, 0, 43_200);
        fixture.reservation = () -> new Reservation.QuotaExceeded(List.of(Fixture.RATE, spent), spent);
        Result exceeded = fixture.handle(event("GET", "/forecast"));

        assertThat(limited.allows(ARN + "/GET/forecast")).isTrue();
        assertThat(limited.context())
                .contains(
                        entry("decision", "rate-limited"), entry("reason", "limit rate is used up, more in 3 seconds"));
        assertThat(assertion(limited).decision()).isEqualTo(Decision.RATE_LIMITED);
        assertThat(exceeded.allows(ARN + "/GET/forecast")).isTrue();
        assertThat(exceeded.context())
                .contains(
                        entry("decision", "quota-exceeded"),
                        entry("reason", "limit day is used up, more in 43200 seconds"));
        assertThat(assertion(exceeded).decision()).isEqualTo(Decision.QUOTA_EXCEEDED);
    }

    @Test
    void a_missing_scope_is_named_and_costs_nothing() {
        Result result = fixture.handle(event("POST", "/forecast"));

        assertDenied(result, ARN + "/POST/forecast", "missing scope write:forecast");
        assertThat(result.allows(ARN + "/GET/forecast"))
                .as("the rest of the API")
                .isTrue();
        assertThat(fixture.charged).isEmpty();
    }

    @Test
    void an_unknown_client_is_denied_everything() {
        Result result = fixture.handle(event("GET", "/forecast", with("stranger", "max-weather/read:forecast")));

        assertDenied(result, ARN + "/GET/forecast", "client stranger is not registered for this API");
        assertThat(result.resources()).containsExactly(ARN + "/*");
        assertThat(fixture.charged).isEmpty();
    }

    @Test
    void a_client_of_the_table_gets_the_table_s_plan() {
        fixture.registry.put("trial-tester", RegistryEntry.active("trial"));
        fixture.registry.put("gold-digger", RegistryEntry.active("gold"));

        assertThat(fixture.handle(event("POST", "/forecast", with("trial-tester", "max-weather/write:forecast")))
                        .context())
                .contains(entry("plan", "trial"), entry("decision", "allow"));
        assertDenied(
                fixture.handle(event("GET", "/forecast", with("gold-digger", "max-weather/read:forecast"))),
                ARN + "/GET/forecast",
                "client gold-digger is registered with the plan gold, which does not exist");
    }

    @Test
    void a_suspended_client_is_denied_until_its_time_and_not_told_why() {
        fixture.registry.put(
                "acme-weather",
                new RegistryEntry(
                        Optional.empty(),
                        Status.SUSPENDED,
                        Optional.of("alice"),
                        Optional.of("leaked secret"),
                        Optional.of(TestClock.START.plusSeconds(60))));

        assertDenied(
                fixture.handle(event("GET", "/forecast")),
                ARN + "/GET/forecast",
                "client acme-weather is suspended until 2026-11-23T12:01:00Z");
        assertThat(fixture.logged().getLast()).contains(entry("detail", "by alice: leaked secret"));
        fixture.clock.advance(Duration.ofSeconds(60));
        assertThat(fixture.handle(event("GET", "/forecast")).allows(ARN + "/GET/forecast"))
                .isTrue();
    }

    @Test
    void a_remembered_token_of_a_client_that_is_suspended_is_denied_within_thirty_seconds() {
        AtomicReference<String> status = new AtomicReference<>("active");
        Fixture table =
                new Fixture(clock -> new DynamoDbClientRegistry(new RegistryTable(status::get), "quota", clock));
        Map<String, Object> request =
                event("GET", "/forecast", change(event -> authorize(event, "Bearer " + longLivedToken())));
        assertThat(table.handle(request).allows(ARN + "/GET/forecast")).isTrue();

        status.set("suspended");
        table.clock.advance(Duration.ofSeconds(30));

        assertDenied(table.handle(request), ARN + "/GET/forecast", "client acme-weather is suspended");
    }

    /** Whatever second it is suspended in, however long its token lives, and though its ledger admits it unasked. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 13, 29, 30, 31, 59})
    void a_client_that_asks_every_second_is_refused_within_thirty_of_its_suspension_and_costs_nothing_then(
            int suspendedAfter) {
        AtomicReference<String> status = new AtomicReference<>("active");
        Fixture table =
                new Fixture(clock -> new DynamoDbClientRegistry(new RegistryTable(status::get), "quota", clock));
        Map<String, Object> request =
                event("GET", "/forecast", change(event -> authorize(event, "Bearer " + longLivedToken())));
        int refused = 0;
        for (int second = 0; second <= suspendedAfter + 60; second++) {
            if (second == suspendedAfter) {
                status.set("suspended");
            }
            boolean allowed = table.handle(request).allows(ARN + "/GET/forecast");
            if (second < suspendedAfter) {
                assertThat(allowed).isTrue();
            }
            if (second >= suspendedAfter + 30) {
                assertThat(allowed).as("second " + second).isFalse();
            }
            refused += allowed ? 0 : 1;
            table.clock.advance(Duration.ofSeconds(1));
        }
        assertThat(table.charged).hasSize(suspendedAfter + 61 - refused);
    }

    /** A table whose every item says only this status. */
    private record RegistryTable(Supplier<String> status) implements DynamoDbClient {
        @Override
        public GetItemResponse getItem(GetItemRequest request) {
            return GetItemResponse.builder()
                    .item(Map.of("status", AttributeValue.fromS(status.get())))
                    .build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }

    @Test
    void broken_glass_denies_the_operation_only() {
        fixture.usePolicy(Fixture.POLICY.replace(
                "breakGlass: []",
                "breakGlass: [{ operation: GET /forecast, by: bob, why: overload, until: 2026-11-23T13:00:00Z }]"));

        assertDenied(
                fixture.handle(event("GET", "/forecast")),
                ARN + "/GET/forecast",
                "operation GET /forecast is suspended until 2026-11-23T13:00:00Z");
        assertThat(fixture.handle(event("GET", "/usage")).allows(ARN + "/GET/usage"))
                .isTrue();
    }

    @Test
    void a_template_matches_its_resource_and_no_other() {
        Consumer<Map<String, Object>> asTemplate = event -> {
            event.put("resource", "/alerts/{id}");
            event.remove("requestContext");
        };
        assertThat(fixture.handle(event("GET", "/alerts/7", asTemplate)).allows(ARN + "/GET/alerts/7"))
                .isTrue();
        assertDenied(
                fixture.handle(event("GET", "/forecast", asTemplate)),
                ARN + "/GET/forecast",
                "the request does not fit an operation of the API");
    }

    @ParameterizedTest
    @ValueSource(ints = {300, 600, 1400})
    void policy_resources_keep_within_512_characters_whatever_the_path(int length) {
        String path = "/alerts/" + "7".repeat(length);
        Consumer<Map<String, Object>> asTemplate = event -> {
            event.put("resource", "/alerts/{id}");
            event.remove("requestContext");
        };

        for (String method : List.of("GET", "POST", "HEAD")) {
            Result result = fixture.handle(event(method, path, asTemplate));
            assertThat(result.resources()).allMatch(resource -> resource.length() <= 512);
            assertThat(result.allows(ARN + "/" + method + path)).isEqualTo(method.equals("GET"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "7", "{", "{\"type\":\"REQUEST\"", "{\"a\":1,\"a\":2}", "\u0000"})
    void what_is_no_event_is_denied(String text) {
        Result result = fixture.handle(text.getBytes(StandardCharsets.UTF_8));

        assertThat(result.resources()).containsExactly("*");
        assertThat(result.context()).containsOnlyKeys(CONTEXT);
    }

    @Test
    void a_deeply_nested_event_is_denied_not_a_stack_overflow() {
        String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThat(fixture.handle(deep.getBytes(StandardCharsets.UTF_8)).resources())
                .containsExactly("*");
    }

    @ParameterizedTest
    @ValueSource(strings = {"authorization", "AUTHORIZATION", "Authorization", "aUTHORIZATION"})
    void the_header_s_case_does_not_matter(String name) {
        String value = "Bearer " + TokenForge.token(claims -> {});

        Result result = fixture.handle(event("GET", "/forecast", event -> {
            event.put("headers", Map.of(name, value));
            event.remove("multiValueHeaders");
        }));

        assertThat(result.allows(ARN + "/GET/forecast")).isTrue();
    }

    @Test
    void a_token_that_stands_only_in_the_many_valued_headers_counts() {
        String value = "Bearer " + TokenForge.token(claims -> {});

        Result result = fixture.handle(event("GET", "/forecast", event -> {
            event.remove("headers");
            event.put("multiValueHeaders", Map.of("authorization", List.of(value)));
        }));

        assertThat(result.allows(ARN + "/GET/forecast")).isTrue();
    }

    @Test
    void our_own_failures_are_never_the_client_s() {
        fixture.reservation = () -> {
            throw new LedgerUnavailableException("the table did not answer within 1 s");
        };
        assertOwnFailure("the table did not answer within 1 s");

        fixture.reservation = () -> {
            throw new IllegalStateException("a mistake of ours");
        };
        assertOwnFailure("unexpected java.lang.IllegalStateException: a mistake of ours");

        fixture.issuer.fail();
        fixture.clock.advance(Duration.ofHours(1));
        assertOwnFailure("the key set cannot be fetched: connection refused");
    }

    @Test
    void a_decision_is_one_line_without_the_token() {
        String token = Fixture.GOOD.substring("Bearer ".length());
        fixture.handle(event("GET", "/forecast"));

        assertThat(fixture.logged()).singleElement().satisfies(line -> {
            assertThat(line)
                    .contains(
                            entry("type", "decision"),
                            entry("requestId", REQUEST_ID),
                            entry("decision", "allow"),
                            entry("client", "acme-weather"),
                            entry("operation", "GET /forecast"),
                            entry("time", "2026-11-23T12:00:00.000Z"),
                            entry("scopes", List.of("max-weather/read:forecast")),
                            entry("groups", List.of()),
                            entry("reason", "allowed"),
                            entry("policyVersion", fixture.policyVersion()))
                    .containsKey("durationMicros");
        });
        for (String part : token.split("\\.")) {
            assertThat(fixture.logText()).doesNotContain(part);
        }
    }

    @Test
    void a_changed_policy_can_be_asked_about_the_requests_of_the_log() throws Exception {
        fixture.registry.put("tester", RegistryEntry.active("trial"));
        String token = TokenForge.token(claims -> {
            claims.put("client_id", "acme-weather");
            claims.put("scope", "max-weather/read:forecast max-weather/write:forecast");
            claims.put("cognito:groups", List.of("staff"));
        });
        fixture.handle(event("GET", "/forecast"));
        fixture.handle(event("POST", "/forecast", event -> Fixture.authorize(event, "Bearer " + token)));
        fixture.handle(event("GET", "/forecast", with("tester", "max-weather/read:forecast")));
        fixture.handle(event("GET", "/forecast", with("stranger", "max-weather/read:forecast")));

        AccessPolicy changed = AccessPolicy.parse(
                "changed.yaml",
                Fixture.POLICY
                        .replace("GET /forecast: { allOf: [read:forecast] }", "GET /forecast: { allOf: [read:maps] }")
                        .replace(
                                "scopes: [read:forecast] }",
                                "scopes: [read:forecast], groups: { staff: [write:forecast] } }"));
        ReplayReport report = Replay.of(
                new ByteArrayInputStream(fixture.logText().getBytes(StandardCharsets.UTF_8)),
                changed,
                Optional.empty());

        assertThat(report.lines().decisions()).isEqualTo(4);
        assertThat(report.breaks())
                .extracting(change -> change.client() + " " + change.reason())
                .containsExactly("acme-weather missing scope read:maps", "tester missing scope read:maps");
        assertThat(report.gains()).singleElement().satisfies(change -> {
            assertThat(change.groups()).containsExactly("staff");
            assertThat(change.tally().last()).contains(fixture.clock.instant());
        });
        assertThat(fixture.logged().get(1))
                .contains(entry("plan", "partner"), entry("cause", "missing-scope"))
                .doesNotContainKey("tablePlan");
        assertThat(fixture.logged().get(2)).contains(entry("tablePlan", "trial"));
    }

    @Test
    void without_a_key_to_sign_with_no_permit_is_taken() {
        fixture.signer = new SecretKeySigner(
                () -> {
                    throw new SigningKeyUnavailableException("secret away", new IllegalStateException());
                },
                fixture.clock);

        assertOwnFailure("secret away");

        assertThat(fixture.charged).isEmpty();
    }

    @Test
    void an_audience_that_the_policy_asks_for_counts_at_once_and_before_the_table_is_asked() {
        Fixture withoutTable = new Fixture(_ -> (_, _) -> {
            throw new LedgerUnavailableException("table away");
        });
        Map<String, Object> other = forAudience("https://billing.kwangle.weather");
        Map<String, Object> ours = forAudience(List.of("https://billing.kwangle.weather", HostileTokens.AUDIENCE));
        assertThat(fixture.handle(other).allows(ARN + "/GET/forecast")).isTrue();
        assertThat(fixture.handle(ours).allows(ARN + "/GET/forecast")).isTrue();

        fixture.usePolicy(Fixture.POLICY_WITH_AUDIENCE);
        withoutTable.usePolicy(Fixture.POLICY_WITH_AUDIENCE);

        assertThat(fixture.handle(ours).allows(ARN + "/GET/forecast")).isTrue();
        assertThatThrownBy(() -> fixture.handle(other)).isInstanceOf(UnauthorizedException.class);
        assertThatThrownBy(() -> withoutTable.handle(other)).isInstanceOf(UnauthorizedException.class);
        assertThat(fixture.logged().getLast())
                .contains(
                        entry("decision", "unauthorized"),
                        entry("cause", "wrong-audience"),
                        entry("reason", "aud does not name https://api.kwangle.weather"));
    }

    @Test
    void the_log_tells_what_a_token_was_for_and_the_policy_tool_reads_it() throws Exception {
        fixture.handle(event("GET", "/forecast"));
        fixture.handle(forAudience("https://billing.kwangle.weather"));
        fixture.handle(forAudience(List.of("https://billing.kwangle.weather", HostileTokens.AUDIENCE)));

        ReplayReport report = Replay.of(
                new ByteArrayInputStream(fixture.logText().getBytes(StandardCharsets.UTF_8)),
                AccessPolicy.parse("changed.yaml", Fixture.POLICY_WITH_AUDIENCE),
                Optional.empty());

        assertThat(report.unchanged()).isEqualTo(1);
        assertThat(report.breaks()).singleElement().satisfies(change -> {
            assertThat(change.reason()).isEqualTo("the token is not for https://api.kwangle.weather");
            assertThat(change.tally().count()).isEqualTo(2);
        });
        assertThat(fixture.logged().getFirst()).doesNotContainKey("audience");
        assertThat(fixture.logged().getLast())
                .contains(entry("audience", List.of(HostileTokens.AUDIENCE, "https://billing.kwangle.weather")));
    }

    private static Map<String, Object> forAudience(Object audience) {
        String token = TokenForge.token(claims -> claims.put("aud", audience));
        return event("GET", "/forecast", change(event -> authorize(event, "Bearer " + token)));
    }

    @Test
    void without_a_request_id_of_api_gateway_lambda_s_own_stands_in() {
        Result result = fixture.handle(event("GET", "/forecast", event -> event.remove("requestContext")));

        assertThat(assertion(result).requestId()).isEqualTo("lambda-request-id");
    }

    @Test
    void many_threads_get_their_own_answers() throws Exception {
        fixture.registry.put("trial-tester", RegistryEntry.active("trial"));
        List<Future<Boolean>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 200; i++) {
                boolean even = i % 2 == 0;
                answers.add(threads.submit(() -> {
                    Result result = fixture.handle(
                            even
                                    ? event("GET", "/usage")
                                    : event("GET", "/usage", with("trial-tester", "max-weather/read:forecast")));
                    return result.context().get("plan").equals(even ? "partner" : "trial");
                }));
            }
            for (Future<Boolean> answer : answers) {
                assertThat(answer.get(20, TimeUnit.SECONDS)).isTrue();
            }
        }
    }

    private void assertOwnFailure(String reason) {
        assertThatThrownBy(() -> fixture.handle(
                        event("GET", "/forecast", change(event -> authorize(event, "Bearer " + longLivedToken())))))
                .isInstanceOf(AuthorizerFailureException.class)
                .hasMessage("the authorizer failed for request " + REQUEST_ID + "; its log line says why");
        assertThat(fixture.logged().getLast()).contains(entry("decision", "internal-failure"), entry("reason", reason));
    }

    private static String longLivedToken() {
        return TokenForge.token(claims -> claims.put("exp", TestClock.START.getEpochSecond() + 86_400));
    }

    private void assertDenied(Result result, String methodArn, String reason) {
        assertThat(result.allows(methodArn)).isFalse();
        assertThat(result.resources()).allMatch(resource -> resource.length() <= MethodArn.MAX_RESOURCE);
        assertThat(result.context())
                .containsOnlyKeys(CONTEXT)
                .contains(entry("edgeAssertion", ""), entry("decision", "deny"), entry("reason", reason));
        assertThat(reason).matches("[A-Za-z0-9 .,:/_-]+");
    }

    private EdgeAssertion assertion(Result result) {
        EdgeVerification verification =
                fixture.gateway().verify(String.valueOf(result.context().get("edgeAssertion")));
        assertThat(verification).isInstanceOf(EdgeVerification.Valid.class);
        return ((EdgeVerification.Valid) verification).assertion();
    }

    private static Consumer<Map<String, Object>> with(String client, String scope) {
        return change(event -> authorize(event, "Bearer " + TokenForge.token(client, scope)));
    }

    private static Consumer<Map<String, Object>> change(Consumer<Map<String, Object>> change) {
        return change;
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
