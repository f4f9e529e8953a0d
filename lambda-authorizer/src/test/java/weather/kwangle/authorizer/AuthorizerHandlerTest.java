package weather.kwangle.authorizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static weather.kwangle.authorizer.Fixture.ARN;
import static weather.kwangle.authorizer.Fixture.REQUEST_ID;
import static weather.kwangle.authorizer.Fixture.authorize;
import static weather.kwangle.authorizer.Fixture.event;

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
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.authorizer.Fixture.Result;
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

class AuthorizerHandlerTest {
    private static final String[] CONTEXT = {"edgeAssertion", "clientId", "plan", "decision", "policyVersion", "reason"
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
                        entry("reason", "allowed"));
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
    void the_policy_document_has_the_form_that_api_gateway_reads() {
        assertThat(fixture.handle(event("GET", "/usage")).json().get("policyDocument"))
                .isEqualTo(Fixture.json("""
                        {"Version": "2012-10-17", "Statement": [{
                          "Effect": "Allow", "Action": "execute-api:Invoke", "Condition": {},
                          "Resource": ["%1$s/GET/alerts/*", "%1$s/GET/forecast", "%1$s/GET/usage"]}]}
                        """.formatted(ARN)));
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

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "HEAD, /forecast",
        "OPTIONS, /forecast",
        "get, /forecast",
        "Get, /forecast",
        "DELETE, /forecast",
        "GET, /forecast/",
        "GET, //forecast",
        "GET, /Forecast",
        "GET, /forecast%2F",
        "GET, /forecast/../usage",
        "GET, /",
        "GET, /alerts/",
        "GET, /alerts/1/2",
        "GET, /alerts//",
        "GET, /*",
        "*, /forecast",
        "GET, /secret"
    })
    void what_is_no_operation_is_denied(String method, String path) {
        assertDenied(
                fixture.handle(event(method, path)),
                ARN + "/" + method + path,
                "the API has no operation of this method and path");
        assertThat(fixture.charged).isEmpty();
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

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void an_event_that_is_not_as_documented_is_denied(String what, Consumer<Map<String, Object>> change) {
        Result result = fixture.handle(event("GET", "/forecast", change));

        assertThat(result.allows(ARN + "/GET/forecast")).isFalse();
        assertThat(result.context()).containsOnlyKeys(CONTEXT).contains(entry("edgeAssertion", ""));
    }

    static Stream<Arguments> an_event_that_is_not_as_documented_is_denied() {
        List<Arguments> table = new ArrayList<>();
        for (String arn : List.of(
                "",
                "arn",
                "*",
                "arn:aws:execute-api:ap-southeast-1:123456789012:a1b2c3d4e5",
                "arn:aws:execute-api:ap-southeast-1:123456789012:a1b2c3d4e5/v1",
                "arn:aws:lambda:ap-southeast-1:123456789012:function/v1/GET/forecast",
                "arn:aws:execute-api:*:123456789012:a1b2c3d4e5/v1/GET/forecast",
                "arn:aws:execute-api:ap-southeast-1:1:a1b2c3d4e5/v1/GET/forecast",
                " " + ARN + "/GET/forecast",
                ARN + "/GET/forecast\n",
                ARN + "//forecast",
                ARN + "/POST/forecast",
                ARN + "/GET/usage")) {
            table.add(arguments("ARN '" + arn + "'", change(event -> event.put("methodArn", arn))));
        }
        table.addAll(List.of(
                arguments("no ARN", change(event -> event.remove("methodArn"))),
                arguments("an ARN that is a number", change(event -> event.put("methodArn", 7))),
                arguments("a TOKEN event", change(event -> {
                    event.put("type", "TOKEN");
                    event.put("authorizationToken", "Bearer " + TokenForge.token(claims -> {}));
                })),
                arguments("no type", change(event -> event.remove("type"))),
                arguments("another method", change(event -> event.put("httpMethod", "POST"))),
                arguments("another resource", change(event -> event.put("resource", "/usage"))),
                arguments("a proxy resource", change(event -> event.put("resource", "/{proxy+}"))),
                arguments("a resource that is a list", change(event -> event.put("resource", List.of()))),
                arguments("headers that are a list", change(event -> event.put("headers", List.of()))),
                arguments(
                        "a header that is an object",
                        change(event -> event.put("headers", Map.of("authorization", Map.of())))),
                arguments(
                        "another resource in the context",
                        change(event -> event.put("requestContext", Map.of("resourcePath", "/usage"))))));
        return table.stream();
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

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_request_without_one_good_token_is_unauthorized(String what, Consumer<Map<String, Object>> change) {
        assertThatThrownBy(() -> fixture.handle(event("GET", "/forecast", change)))
                .isInstanceOf(UnauthorizedException.class)
                .hasMessage("Unauthorized");
        assertThat(fixture.charged).isEmpty();
        assertThat(fixture.logged().getLast())
                .contains(entry("decision", "unauthorized"), entry("requestId", REQUEST_ID))
                .containsKey("cause");
    }

    static Stream<Arguments> a_request_without_one_good_token_is_unauthorized() {
        String one = "Bearer " + TokenForge.token(claims -> {});
        String other = "Bearer " + TokenForge.token("acme-weather", "max-weather/write:forecast");
        return Stream.of(
                arguments("no headers", change(event -> {
                    event.remove("headers");
                    event.remove("multiValueHeaders");
                })),
                arguments("no Authorization", change(event -> {
                    event.put("headers", Map.of("Accept", "*/*"));
                    event.put("multiValueHeaders", Map.of());
                })),
                arguments("no scheme", change(event -> authorize(event, one.substring("Bearer ".length())))),
                arguments("another scheme", change(event -> authorize(event, "Basic YTpi"))),
                arguments("garbage", change(event -> authorize(event, "Bearer garbage"))),
                arguments(
                        "two values of one header",
                        change(event -> event.put("multiValueHeaders", Map.of("Authorization", List.of(one, other))))),
                arguments(
                        "two headers that differ in case",
                        change(event -> event.put("headers", Map.of("Authorization", one, "authorization", other)))),
                arguments(
                        "an expired token",
                        change(event -> authorize(
                                event,
                                "Bearer "
                                        + TokenForge.token(claims ->
                                                claims.put("exp", TestClock.START.getEpochSecond() - 120))))));
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
                            entry("time", fixture.clock.instant().toString()),
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
                fixture.clock.instant());

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
