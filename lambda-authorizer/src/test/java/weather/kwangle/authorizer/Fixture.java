package weather.kwangle.authorizer;

import com.amazonaws.services.lambda.runtime.Context;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import weather.kwangle.authorizer.json.JsonText;
import weather.kwangle.authorizer.jwks.KeySource;
import weather.kwangle.authorizer.jwks.RefreshingKeySource;
import weather.kwangle.authorizer.jwks.StubKeySet;
import weather.kwangle.authorizer.policy.PolicySnapshot;
import weather.kwangle.authorizer.policy.PolicySource;
import weather.kwangle.authorizer.policy.Shadow;
import weather.kwangle.authorizer.signing.AssertionSigner;
import weather.kwangle.authorizer.token.HostileTokens;
import weather.kwangle.authorizer.token.TokenForge;
import weather.kwangle.authorizer.token.TokenVerifier;
import weather.kwangle.edge.EdgeAssertion;
import weather.kwangle.edge.EdgeAssertionSigner;
import weather.kwangle.edge.EdgeAssertionVerifier;
import weather.kwangle.edge.EdgeKeys;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.PolicyParseException;
import weather.kwangle.quota.ClientRegistry;
import weather.kwangle.quota.LimitState;
import weather.kwangle.quota.Limits;
import weather.kwangle.quota.QuotaLedger;
import weather.kwangle.quota.RegistryEntry;
import weather.kwangle.quota.Reservation;
import weather.kwangle.quota.TableTime;

/** The handler with everything real but network and table. */
final class Fixture {
    static final String ARN = "arn:aws:execute-api:ap-southeast-1:123456789012:a1b2c3d4e5/v1";
    static final String REQUEST_ID = "8b0a2d7e-3c1f-4f5a-9d67-2f1f6a1b0c3d";
    static final LimitState RATE = new LimitState("rate", 200, 2, 199, 1);
    static final LimitState DAY = new LimitState("day", 1_000_000, 86_400, 999_999, 43_200);

    /** A good token, made once: signing is slow. */
    static final String GOOD = "Bearer " + TokenForge.token("acme-weather", "max-weather/read:forecast");

    static final String POLICY = """
            version: 1
            resourceServer: max-weather
            operations:
              GET /forecast: { allOf: [read:forecast] }
              POST /forecast: { allOf: [write:forecast] }
              GET /usage: { anyOf: [read:forecast, write:forecast] }
              GET /alerts/{id}: { allOf: [read:forecast] }
              POST /alerts/{id}: { allOf: [write:forecast] }
            plans:
              trial: { rate: 5/s, burst: 10, day: 1000 }
              partner: { rate: 100/s, burst: 200, day: 1000000 }
            clients:
              acme-weather: { plan: partner, scopes: [read:forecast] }
            unknownClient: deny
            breakGlass: []
            """;

    static final String POLICY_WITH_AUDIENCE = POLICY + "audience: " + HostileTokens.AUDIENCE + "\n";

    final TestClock clock = new TestClock();
    final StubKeySet issuer = StubKeySet.of(List.of(TokenForge.jwk(TokenForge.KEY_ID, TokenForge.KEY)));
    final Map<String, RegistryEntry> registry = new HashMap<>();
    final List<String> charged = new ArrayList<>();
    Supplier<Reservation> reservation = () -> new Reservation.Admitted(List.of(RATE, DAY));

    private final EdgeKeys edgeKeys = EdgeKeys.parse("one:" + "A".repeat(43));
    AssertionSigner signer = new EdgeAssertionSigner(edgeKeys)::sign;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final PrintStream logStream = new PrintStream(log, true, StandardCharsets.UTF_8);
    private AccessPolicy policy = parse(POLICY);
    private final PolicySource given = () -> new PolicySnapshot(policy, Optional.empty());
    private final AuthorizerHandler handler;

    Fixture() {
        this.handler = handler(issuer.source(clock), given, this::registered);
    }

    /** Keys from an address, instead of those of {@link #issuer}. */
    Fixture(URI keySet) {
        this.handler = handler(RefreshingKeySource.http(keySet, clock), given, this::registered);
    }

    /** A registry instead of {@link #registry}, by this clock. */
    Fixture(Function<Clock, ClientRegistry> clients) {
        this.handler = handler(issuer.source(clock), given, clients.apply(clock));
    }

    /** Policies that are delivered, by this clock and with this log, instead of {@link #usePolicy}. */
    Fixture(BiFunction<PrintStream, Clock, PolicySource> policies) {
        this.handler = handler(issuer.source(clock), policies.apply(logStream, clock), this::registered);
    }

    /** A shadow that writes elsewhere than into this log. */
    Fixture(BiFunction<PrintStream, Clock, PolicySource> policies, PrintStream shadowLog) {
        this.handler = handler(issuer.source(clock), policies.apply(logStream, clock), this::registered, shadowLog);
    }

    private Optional<RegistryEntry> registered(String client, TableTime time) {
        return Optional.ofNullable(registry.get(client));
    }

    private AuthorizerHandler handler(KeySource keys, PolicySource policies, ClientRegistry clients) {
        return handler(keys, policies, clients, logStream);
    }

    private AuthorizerHandler handler(
            KeySource keys, PolicySource policies, ClientRegistry clients, PrintStream shadowLog) {
        return new AuthorizerHandler(
                new Authorizer(
                        new TokenVerifier(TokenForge.ISSUER, TokenVerifier.MAX_LEEWAY, keys, clock),
                        policies,
                        new Shadow(shadowLog, clock),
                        clients,
                        new Ledger(),
                        new Signer(),
                        clock),
                new DecisionLog(logStream, clock));
    }

    void usePolicy(String text) {
        policy = parse(text);
    }

    String policyVersion() {
        return policy.version();
    }

    EdgeAssertionVerifier gateway() {
        return new EdgeAssertionVerifier(edgeKeys, clock);
    }

    /** An event as API Gateway sends it, with a good token of acme-weather, changed. */
    static Map<String, Object> event(String method, String path, Consumer<Map<String, Object>> change) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("type", "REQUEST");
        event.put("methodArn", ARN + "/" + method + path);
        event.put("resource", path);
        event.put("path", "/api/v1" + path);
        event.put("httpMethod", method);
        authorize(event, GOOD);
        event.put(
                "requestContext",
                new LinkedHashMap<>(
                        Map.of("resourcePath", path, "httpMethod", method, "requestId", REQUEST_ID, "stage", "v1")));
        change.accept(event);
        return event;
    }

    static Map<String, Object> event(String method, String path) {
        return event(method, path, event -> {});
    }

    static void authorize(Map<String, Object> event, String value) {
        event.put("headers", Map.of("Accept", "application/json", "Authorization", value));
        event.put("multiValueHeaders", Map.of("Accept", List.of("application/json"), "Authorization", List.of(value)));
    }

    Result handle(Map<String, Object> event) {
        return handle(JsonText.of(event).getBytes(StandardCharsets.UTF_8));
    }

    Result handle(byte[] event) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            handler.handleRequest(new ByteArrayInputStream(event), output, context());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Result(output.toString(StandardCharsets.UTF_8));
    }

    /** The lines logged so far. */
    List<Map<String, Object>> logged() {
        return log.toString(StandardCharsets.UTF_8).lines().map(Fixture::json).toList();
    }

    void clearLog() {
        log.reset();
    }

    String logText() {
        return log.toString(StandardCharsets.UTF_8);
    }

    static Map<String, Object> json(String text) {
        try {
            return JSONObjectUtils.parse(text);
        } catch (ParseException e) {
            throw new AssertionError(text, e);
        }
    }

    private static AccessPolicy parse(String text) {
        try {
            return AccessPolicy.parse("policy.yaml", text);
        } catch (PolicyParseException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    private static Context context() {
        return (Context) Proxy.newProxyInstance(
                Fixture.class.getClassLoader(),
                new Class<?>[] {Context.class},
                (_, method, _) -> method.getName().equals("getAwsRequestId") ? "lambda-request-id" : null);
    }

    /** Whichever one it is by now. */
    private final class Signer implements AssertionSigner {
        @Override
        public String sign(EdgeAssertion assertion) {
            return signer.sign(assertion);
        }

        @Override
        public void requireKey() {
            signer.requireKey();
        }
    }

    /** Remembers what it was asked. */
    private final class Ledger implements QuotaLedger {
        @Override
        public Reservation reserve(String clientId, Limits limits, TableTime time) {
            charged.add("reserve " + clientId + " 1 of " + limits.burst());
            return reservation.get();
        }

        @Override
        public Reservation inspect(String clientId, Limits limits, TableTime time) {
            charged.add("inspect " + clientId);
            return reservation.get();
        }
    }

    /** What the handler answered. */
    record Result(String text) {
        Map<String, Object> json() {
            return Fixture.json(text);
        }

        @SuppressWarnings("unchecked")
        Map<String, Object> context() {
            return (Map<String, Object>) json().get("context");
        }

        @SuppressWarnings("unchecked")
        List<Map<String, Object>> statements() {
            return (List<Map<String, Object>>) ((Map<String, Object>) json().get("policyDocument")).get("Statement");
        }

        /** As API Gateway does: a Deny wins, without an Allow nothing passes, and * crosses slashes. */
        boolean allows(String methodArn) {
            return covers("Allow", methodArn) && !covers("Deny", methodArn);
        }

        private boolean covers(String effect, String methodArn) {
            return statements().stream()
                    .filter(statement -> effect.equals(statement.get("Effect")))
                    .flatMap(statement -> ((List<?>) statement.get("Resource")).stream())
                    .map(resource -> Pattern.quote(String.valueOf(resource)).replace("*", "\\E.*\\Q"))
                    .anyMatch(methodArn::matches);
        }

        List<String> resources() {
            return statements().stream()
                    .flatMap(statement -> ((List<?>) statement.get("Resource")).stream())
                    .map(String::valueOf)
                    .toList();
        }
    }
}
