package weather.kwangle.authorizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static weather.kwangle.authorizer.Fixture.ARN;
import static weather.kwangle.authorizer.Fixture.GOOD;
import static weather.kwangle.authorizer.Fixture.authorize;
import static weather.kwangle.authorizer.Fixture.event;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import weather.kwangle.authorizer.Fixture.Result;
import weather.kwangle.authorizer.Outcome.Cause;
import weather.kwangle.authorizer.token.ForgedToken;
import weather.kwangle.authorizer.token.HostileTokens;
import weather.kwangle.authorizer.token.Refusal;
import weather.kwangle.authorizer.token.TokenForge;
import weather.kwangle.quota.RegistryEntry;
import weather.kwangle.quota.RegistryEntry.Status;

/**
 * What an attacker may send, one thing a row, against the whole handler with a key set from the network. Each row names the
 * check that has to stop it; nothing is allowed, nothing is charged, and nothing is answered as a failure of ours.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRequestsTest {
    private static final String OTHER =
            "Bearer " + ForgedToken.good().claim("jti", "other").compact();

    private static final List<HostileRequest> TABLE = Stream.of(
                    tokens(), authorizations(), scopes(), clients(), operations(), arns(), events())
            .flatMap(section -> section)
            .toList();

    private final AtomicInteger fetches = new AtomicInteger();
    private HttpServer issuer;
    private Fixture fixture;

    /**
     * One row.
     *
     * @param what what is sent
     * @param refusal the {@link Refusal}, for a request that is answered 401, or the {@link Cause}, for one that gets 403
     */
    record HostileRequest(String what, Enum<?> refusal, Map<String, Object> event) {
        @Override
        public String toString() {
            return refusal + ": " + what;
        }
    }

    @BeforeAll
    void start() throws IOException {
        byte[] keys = TokenForge.keySet(HostileTokens.issuerKeys()).getBytes(StandardCharsets.UTF_8);
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.createContext("/jwks.json", exchange -> {
            try (exchange) {
                fetches.incrementAndGet();
                exchange.sendResponseHeaders(200, keys.length);
                exchange.getResponseBody().write(keys);
            }
        });
        issuer.start();
        fixture =
                new Fixture(URI.create("http://127.0.0.1:" + issuer.getAddress().getPort() + "/jwks.json"));
        fixture.registry.put("gold-digger", RegistryEntry.active("gold"));
        fixture.registry.put(
                "leaky",
                new RegistryEntry(
                        Optional.of("trial"),
                        Status.SUSPENDED,
                        Optional.of("alice"),
                        Optional.of("leaked secret"),
                        Optional.empty()));
    }

    @AfterAll
    void stop() {
        issuer.stop(0);
    }

    @ParameterizedTest
    @MethodSource("table")
    void a_hostile_request_is_stopped_by_the_check_that_is_there_for_it(HostileRequest hostile) {
        fixture.charged.clear();
        fixture.clearLog();
        fixture.usePolicy(policyFor(hostile));

        if (hostile.refusal() instanceof Refusal) {
            assertThatThrownBy(() -> fixture.handle(hostile.event()))
                    .isInstanceOf(UnauthorizedException.class)
                    .hasMessage("Unauthorized");
        } else {
            assertDenied(fixture.handle(hostile.event()), hostile);
        }

        assertThat(fixture.charged).isEmpty();
        assertThat(fixture.logText()).doesNotContain("eyJ");
        assertThat(fixture.logged()).singleElement().satisfies(line -> {
            assertThat(line).contains(entry("type", "decision"), entry("cause", name(hostile.refusal())));
            assertThat(String.valueOf(line.get("requestId"))).isNotBlank();
        });
    }

    /** Tokens that are for another API are as good as any where the policy does not ask. */
    private static String policyFor(HostileRequest hostile) {
        return hostile.refusal() == Refusal.WRONG_AUDIENCE ? Fixture.POLICY_WITH_AUDIENCE : Fixture.POLICY;
    }

    private static void assertDenied(Result result, HostileRequest hostile) {
        assertThat(result.allows(String.valueOf(hostile.event().get("methodArn"))))
                .isFalse();
        assertThat(result.resources()).isNotEmpty().allMatch(resource -> resource.length() <= 512);
        assertThat(result.context())
                .containsOnlyKeys(
                        "edgeAssertion", "clientId", "plan", "decision", "policyVersion", "reason", "quotaDay")
                .contains(entry("edgeAssertion", ""), entry("decision", "deny"), entry("quotaDay", ""));
        assertThat(String.valueOf(result.context().get("reason"))).matches("[A-Za-z0-9 .,:/_-]+");
    }

    @Test
    void the_same_request_without_its_fault_is_allowed() {
        fixture.usePolicy(Fixture.POLICY);
        assertThat(fixture.handle(event("GET", "/forecast")).allows(ARN + "/GET/forecast"))
                .isTrue();
    }

    @Test
    void every_row_is_of_its_own_and_every_reason_to_refuse_has_one() {
        assertThat(TABLE).hasSizeGreaterThan(150).doesNotHaveDuplicates();
        assertThat(table().map(HostileRequest::refusal).collect(Collectors.toSet()))
                .containsAll(List.of(Refusal.values()))
                .contains(
                        Cause.UNREADABLE_EVENT,
                        Cause.SUSPENDED_CLIENT,
                        Cause.UNKNOWN_CLIENT,
                        Cause.UNKNOWN_PLAN,
                        Cause.UNKNOWN_OPERATION,
                        Cause.MISSING_SCOPE);
    }

    @Test
    void all_of_it_together_fetches_the_keys_twice() {
        table().filter(row -> row.refusal() instanceof Refusal).forEach(row -> {
            fixture.usePolicy(policyFor(row));
            assertThatThrownBy(() -> fixture.handle(row.event())).isInstanceOf(UnauthorizedException.class);
        });

        assertThat(fetches.get()).as("at first, and for the first unknown key").isBetween(1, 2);
    }

    static Stream<HostileRequest> table() {
        return TABLE.stream();
    }

    private static Stream<HostileRequest> tokens() {
        return HostileTokens.table()
                .map(hostile -> request(
                        hostile.what(), hostile.refusal(), event -> authorize(event, "Bearer " + hostile.token())));
    }

    private static Stream<HostileRequest> authorizations() {
        String token = GOOD.substring("Bearer ".length());
        return Stream.of(
                request("no headers", Refusal.NO_TOKEN, event -> {
                    event.remove("headers");
                    event.remove("multiValueHeaders");
                }),
                headers("no Authorization", Refusal.NO_TOKEN, Map.of("Accept", "*/*")),
                headers("the token in another header", Refusal.NO_TOKEN, Map.of("X-Authorization", GOOD)),
                headers("a header that ends in a space", Refusal.NO_TOKEN, Map.of("Authorization ", GOOD)),
                headers("a header with a dotless i", Refusal.NO_TOKEN, Map.of("author\u0131zation", GOOD)),
                headers("a proxy's header", Refusal.NO_TOKEN, Map.of("Proxy-Authorization", GOOD)),
                headers("a cookie", Refusal.NO_TOKEN, Map.of("Cookie", "Authorization=" + GOOD)),
                request("the token in the query", Refusal.NO_TOKEN, event -> {
                    event.put("headers", Map.of());
                    event.put("multiValueHeaders", Map.of());
                    event.put("queryStringParameters", Map.of("access_token", token, "Authorization", GOOD));
                }),
                request("the token where a TOKEN event has it", Refusal.NO_TOKEN, event -> {
                    event.put("headers", Map.of());
                    event.put("multiValueHeaders", Map.of());
                    event.put("authorizationToken", GOOD);
                }),
                authorization("an empty value", Refusal.NOT_BEARER, ""),
                authorization("a scheme and no token", Refusal.NOT_BEARER, "Bearer"),
                authorization("a scheme and a space", Refusal.NOT_BEARER, "Bearer "),
                authorization("a token and no scheme", Refusal.NOT_BEARER, token),
                authorization("a scheme that only starts so", Refusal.NOT_BEARER, "BearerToken " + token),
                authorization("no space", Refusal.NOT_BEARER, "Bearer" + token),
                authorization("a tab for a space", Refusal.NOT_BEARER, "Bearer\t" + token),
                authorization("a space of no width", Refusal.NOT_BEARER, "Bearer\u00A0" + token),
                authorization("a scheme in Turkish", Refusal.NOT_BEARER, "BEARER\u0130 " + token),
                authorization("a password", Refusal.NOT_BEARER, "Basic YWNtZS13ZWF0aGVyOnNlY3JldA=="),
                authorization("another scheme before the token", Refusal.NOT_BEARER, "DPoP " + token),
                authorization("another scheme of AWS", Refusal.NOT_BEARER, "AWS4-HMAC-SHA256 Credential=a/b"),
                authorization("two tokens in one value", Refusal.NOT_BEARER, "Bearer " + token + " " + token),
                authorization("two values in one", Refusal.NOT_BEARER, GOOD + ", " + OTHER),
                authorization("a space before it", Refusal.NOT_BEARER, " " + GOOD),
                authorization("a space behind it", Refusal.NOT_BEARER, GOOD + " "),
                authorization("a parameter behind it", Refusal.NOT_BEARER, GOOD + " realm=\"x\""),
                authorization(
                        "two values and no space", Refusal.NOT_THREE_PARTS, GOOD + ",Bearer" + OTHER.substring(7)),
                request(
                        "two values of one header",
                        Refusal.SEVERAL_TOKENS,
                        event -> event.put("multiValueHeaders", Map.of("Authorization", List.of(GOOD, OTHER)))),
                request(
                        "three values of one header, two of them equal",
                        Refusal.SEVERAL_TOKENS,
                        event -> event.put("multiValueHeaders", Map.of("Authorization", List.of(GOOD, GOOD, OTHER)))),
                request(
                        "one more value in the many-valued headers",
                        Refusal.SEVERAL_TOKENS,
                        event -> event.put("multiValueHeaders", Map.of("authorization", List.of(OTHER)))),
                headers(
                        "two names that differ in case",
                        Refusal.SEVERAL_TOKENS,
                        Map.of("Authorization", GOOD, "authorization", OTHER)),
                headers(
                        "the same, one of them a password",
                        Refusal.SEVERAL_TOKENS,
                        Map.of("Authorization", GOOD, "AUTHORIZATION", "Basic YTpi")),
                headers(
                        "the same, one of them empty",
                        Refusal.SEVERAL_TOKENS,
                        Map.of("Authorization", GOOD, "aUTHORIZATION", "")));
    }

    private static Stream<HostileRequest> scopes() {
        Stream<HostileRequest> forged = Stream.of(
                        "",
                        " ",
                        "*",
                        "max-weather/*",
                        "read:forecast",
                        "max-weather/",
                        "max-weather/read",
                        "max-weather/read:",
                        "max-weather/read:*",
                        "max-weather/read:forecasts",
                        "max-weather/READ:FORECAST",
                        "MAX-WEATHER/read:forecast",
                        "max-weather//read:forecast",
                        "max-weather/read:forecast/",
                        "max-weather-evil/read:forecast",
                        "evil/max-weather/read:forecast",
                        "evil/read:forecast",
                        "\"max-weather/read:forecast\"",
                        "max-weather/read:forecast,max-weather/write:forecast",
                        "openid\tmax-weather/read:forecast",
                        "openid\nmax-weather/read:forecast",
                        "openid\u00A0max-weather/read:forecast",
                        "max-weather/read:forecast\0",
                        "max-weather/re\u0430d:forecast",
                        "aws.cognito.signin.user.admin openid profile")
                .map(scope -> forged("scope '" + scope + "'", Cause.MISSING_SCOPE, t -> t.claim("scope", scope)));
        return Stream.concat(
                forged,
                Stream.of(
                        forged("no scope", Cause.MISSING_SCOPE, t -> t.without("scope")),
                        forged(
                                "scopes under another name",
                                Cause.MISSING_SCOPE,
                                t -> t.without("scope")
                                        .claim("scp", List.of("max-weather/read:forecast"))
                                        .claim("scopes", "max-weather/read:forecast")),
                        forged(
                                "groups for a scope",
                                Cause.MISSING_SCOPE,
                                t -> t.without("scope")
                                        .claim("cognito:groups", List.of("forecasters", "max-weather/read:forecast"))),
                        posted("an operation of another scope", t -> t),
                        posted(
                                "a scope that the client may not use",
                                t -> t.claim("scope", "max-weather/write:forecast")),
                        posted(
                                "a group that is not the client's",
                                t -> t.claim("scope", "max-weather/write:forecast")
                                        .claim("cognito:groups", List.of("forecasters", "admin")))));
    }

    private static Stream<HostileRequest> clients() {
        return Stream.of(
                forged("a stranger", Cause.UNKNOWN_CLIENT, t -> t.claim("client_id", "stranger")),
                forged("a client in capitals", Cause.UNKNOWN_CLIENT, t -> t.claim("client_id", "ACME-WEATHER")),
                forged("a client and a dot", Cause.UNKNOWN_CLIENT, t -> t.claim("client_id", "acme-weather.")),
                forged("whose key unknown clients share", Cause.UNKNOWN_CLIENT, t -> t.claim("client_id", "unknown")),
                forged(
                        "a stranger who is acme's user",
                        Cause.UNKNOWN_CLIENT,
                        t -> t.claim("client_id", "stranger")
                                .claim("azp", "acme-weather")
                                .claim("username", "acme-weather")
                                .claim("aud", "acme-weather")),
                forged("a key of an object's own", Cause.UNKNOWN_CLIENT, t -> t.claim("client_id", "__proto__")),
                forged(
                        "a client of a plan that does not exist",
                        Cause.UNKNOWN_PLAN,
                        t -> t.claim("client_id", "gold-digger")),
                forged("a suspended client", Cause.SUSPENDED_CLIENT, t -> t.claim("client_id", "leaky")));
    }

    private static Stream<HostileRequest> operations() {
        return Stream.of(
                        "HEAD /forecast",
                        "OPTIONS /forecast",
                        "TRACE /forecast",
                        "CONNECT /forecast",
                        "DELETE /forecast",
                        "PUT /forecast",
                        "get /forecast",
                        "Get /forecast",
                        "* /forecast",
                        "ANY /forecast",
                        "GET /",
                        "GET /*",
                        "GET /forecast/",
                        "GET //forecast",
                        "GET /forecast//",
                        "GET /./forecast",
                        "GET /usage/../forecast",
                        "GET /forecast/../usage",
                        "GET /Forecast",
                        "GET /forecast%2F",
                        "GET /%66orecast",
                        "GET /forecast%00",
                        "GET /forecast;v=1",
                        "GET /forecast?location=Hanoi",
                        "GET /forecast#x",
                        "GET /forecast\\",
                        "GET /forecast ",
                        "GET /forecast.json",
                        "GET /api/v1/forecast",
                        "GET /alerts/",
                        "GET /alerts//",
                        "GET /alerts/1/2",
                        "GET /alerts",
                        "GET /secret",
                        "GET /${stageVariables.x}",
                        "GET /" + "a".repeat(1_400))
                .map(operation -> {
                    String[] parts = operation.split(" ", 2);
                    return new HostileRequest(operation, Cause.UNKNOWN_OPERATION, event(parts[0], parts[1]));
                });
    }

    private static Stream<HostileRequest> arns() {
        Stream<HostileRequest> malformed = Stream.of(
                        "",
                        "arn",
                        "*",
                        "arn:aws:execute-api:ap-southeast-1:123456789012:a1b2c3d4e5",
                        ARN,
                        "arn:aws:lambda:ap-southeast-1:123456789012:function/v1/GET/forecast",
                        "arn:aws:execute-api:*:123456789012:a1b2c3d4e5/v1/GET/forecast",
                        "arn:aws:execute-api:ap-southeast-1:*:*/*/GET/forecast",
                        "arn:aws:execute-api:ap-southeast-1:1:a1b2c3d4e5/v1/GET/forecast",
                        "arn:aws:execute-api:ap-southeast-1:\u0661\u0662\u0663456789012:a1b2c3d4e5/v1/GET/forecast",
                        "ARN:AWS:EXECUTE-API:ap-southeast-1:123456789012:a1b2c3d4e5/v1/GET/forecast",
                        " " + ARN + "/GET/forecast")
                .map(arn -> request("ARN '" + arn + "'", Cause.UNREADABLE_EVENT, event -> event.put("methodArn", arn)));
        return Stream.concat(
                malformed,
                Stream.of(
                        request("no ARN", Cause.UNREADABLE_EVENT, event -> event.remove("methodArn")),
                        request("an ARN that is a number", Cause.UNREADABLE_EVENT, event -> event.put("methodArn", 7)),
                        request(
                                "ARNs in a list",
                                Cause.UNREADABLE_EVENT,
                                event -> event.put("methodArn", List.of(ARN + "/GET/forecast"))),
                        request(
                                "an ARN without a method",
                                Cause.UNREADABLE_EVENT,
                                event -> event.put("methodArn", ARN + "//forecast")),
                        request(
                                "two ARNs in two lines",
                                Cause.UNKNOWN_OPERATION,
                                event -> event.put("methodArn", ARN + "/GET/forecast\n" + ARN + "/GET/forecast")),
                        request(
                                "an ARN of another method",
                                Cause.UNREADABLE_EVENT,
                                event -> event.put("methodArn", ARN + "/POST/forecast")),
                        request(
                                "an ARN of another resource",
                                Cause.UNREADABLE_EVENT,
                                event -> event.put("methodArn", ARN + "/GET/usage"))));
    }

    private static Stream<HostileRequest> events() {
        return Stream.of(
                request("a TOKEN event", Cause.UNREADABLE_EVENT, event -> {
                    event.put("type", "TOKEN");
                    event.put("authorizationToken", GOOD);
                }),
                request("no type", Cause.UNREADABLE_EVENT, event -> event.remove("type")),
                request("a type in small letters", Cause.UNREADABLE_EVENT, event -> event.put("type", "request")),
                request("another method", Cause.UNREADABLE_EVENT, event -> event.put("httpMethod", "POST")),
                request(
                        "a method that is a list",
                        Cause.UNREADABLE_EVENT,
                        event -> event.put("httpMethod", List.of("GET"))),
                request("another resource", Cause.UNREADABLE_EVENT, event -> event.put("resource", "/usage")),
                request("a proxy resource", Cause.UNREADABLE_EVENT, event -> event.put("resource", "/{proxy+}")),
                request("a resource that is a list", Cause.UNREADABLE_EVENT, event -> event.put("resource", List.of())),
                request("headers that are a list", Cause.UNREADABLE_EVENT, event -> event.put("headers", List.of())),
                request(
                        "headers that are text",
                        Cause.UNREADABLE_EVENT,
                        event -> event.put("headers", "Authorization: " + GOOD)),
                request(
                        "many-valued headers that are text",
                        Cause.UNREADABLE_EVENT,
                        event -> event.put("multiValueHeaders", GOOD)),
                request(
                        "a header that is an object",
                        Cause.UNREADABLE_EVENT,
                        event -> event.put("headers", Map.of("authorization", Map.of("Bearer", GOOD)))),
                request(
                        "a header that is a number",
                        Cause.UNREADABLE_EVENT,
                        event -> event.put("headers", Map.of("authorization", 7))),
                request("a context that is text", Cause.UNREADABLE_EVENT, event -> event.put("requestContext", "GET")),
                request(
                        "another method in the context",
                        Cause.UNREADABLE_EVENT,
                        event -> event.put("requestContext", Map.of("httpMethod", "POST"))),
                request("another resource in the context alone", Cause.UNREADABLE_EVENT, event -> {
                    event.remove("resource");
                    event.put("requestContext", Map.of("resourcePath", "/usage"));
                }),
                request("a proxy resource in the context alone", Cause.UNREADABLE_EVENT, event -> {
                    event.remove("resource");
                    event.put("requestContext", Map.of("resourcePath", "/{proxy+}", "httpMethod", "GET"));
                }),
                request(
                        "another resource in the context",
                        Cause.UNREADABLE_EVENT,
                        event -> event.put("requestContext", Map.of("resourcePath", "/usage"))));
    }

    private static HostileRequest request(String what, Enum<?> refusal, Consumer<Map<String, Object>> change) {
        return new HostileRequest(what, refusal, event("GET", "/forecast", change));
    }

    private static HostileRequest authorization(String what, Refusal refusal, String value) {
        return request(what, refusal, event -> authorize(event, value));
    }

    private static HostileRequest headers(String what, Refusal refusal, Map<String, String> headers) {
        return request(what, refusal, event -> {
            event.put("headers", new LinkedHashMap<>(headers));
            event.remove("multiValueHeaders");
        });
    }

    /** A token that is believed, and still does not let its bearer in. */
    private static HostileRequest forged(String what, Cause cause, UnaryOperator<ForgedToken> change) {
        String token = change.apply(ForgedToken.good()).compact();
        return request(what, cause, event -> authorize(event, "Bearer " + token));
    }

    private static HostileRequest posted(String what, UnaryOperator<ForgedToken> change) {
        String token = change.apply(ForgedToken.good()).compact();
        return new HostileRequest(
                what, Cause.MISSING_SCOPE, event("POST", "/forecast", event -> authorize(event, "Bearer " + token)));
    }

    private static String name(Enum<?> refusal) {
        return refusal.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
