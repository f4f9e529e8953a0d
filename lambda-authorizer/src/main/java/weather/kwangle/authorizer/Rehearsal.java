package weather.kwangle.authorizer;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import weather.kwangle.authorizer.json.JsonText;
import weather.kwangle.authorizer.jwks.KeyLookup;
import weather.kwangle.authorizer.jwks.VerificationKey;
import weather.kwangle.authorizer.policy.PolicySnapshot;
import weather.kwangle.authorizer.policy.PolicySource;
import weather.kwangle.authorizer.policy.PolicyUnavailableException;
import weather.kwangle.authorizer.policy.Shadow;
import weather.kwangle.authorizer.token.TokenVerifier;
import weather.kwangle.edge.EdgeAssertionSigner;
import weather.kwangle.edge.EdgeKeys;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.PolicyParseException;
import weather.kwangle.quota.ClientRegistry;
import weather.kwangle.quota.LimitState;
import weather.kwangle.quota.Limits;
import weather.kwangle.quota.QuotaLedger;
import weather.kwangle.quota.Reservation;
import weather.kwangle.quota.TableTime;

/**
 * Requests before the first request: so that a snapshot holds the code loaded and compiled, whole requests go through a
 * handler like the real one. Its keys are made for the occasion and its issuer does not exist; it shares nothing with the
 * real handler that could believe its token or sign with its key, and nobody holds it afterwards.
 */
final class Rehearsal implements Runnable {
    /** No app client of Cognito has a name like this, so the table has no entry of it. */
    private static final String CLIENT = "snapshot-rehearsal";

    /** Reserved for names that never exist (RFC 2606 section 2). */
    private static final String ISSUER = "https://issuer.invalid";

    private static final String KEY_ID = "rehearsal";
    private static final String ARN = "arn:aws:execute-api:us-east-1:000000000000:rehearsal0/v1/GET/forecast";

    /** Handlers, each of which has to verify the token once. */
    private static final int HANDLERS = 30;

    /** Of each. All together are enough for HotSpot's first compiler, which waits for 200 calls of a method. */
    private static final int REQUESTS = 10;

    private static final String POLICY = """
            version: 1
            resourceServer: max-weather
            operations:
              GET /forecast: { allOf: [read:forecast] }
            plans:
              trial: { rate: 5/s, burst: 10, day: 1000 }
            clients:
              snapshot-rehearsal: { plan: trial, scopes: [read:forecast] }
            unknownClient: deny
            breakGlass: []
            """;

    private final PolicySource policies;
    private final ClientRegistry registry;
    private final List<Runnable> calls;
    private final Clock clock;

    /**
     * @param policies the real policy, which does not know the client
     * @param registry the real registry, which has no entry of it
     * @param calls to services, that change nothing there; each may fail, there being nobody to answer
     */
    Rehearsal(PolicySource policies, ClientRegistry registry, List<Runnable> calls, Clock clock) {
        this.policies = policies;
        this.registry = registry;
        this.calls = List.copyOf(calls);
        this.clock = clock;
    }

    @Override
    public void run() {
        KeyPair pair = keyPair();
        byte[] event = event(token(pair, Optional.empty()));
        AccessPolicy own = policy();
        for (int i = 0; i < HANDLERS; i++) {
            AuthorizerHandler handler =
                    handler(pair, () -> new PolicySnapshot(own, Optional.empty()), (_, _) -> Optional.empty());
            for (int j = 0; j < REQUESTS; j++) {
                requireAllowed(play(handler, event));
            }
        }
        var _ = play(handler(pair, policies, registry), event(token(pair, audience())));
        calls.forEach(Rehearsal::attempt);
    }

    /** What the real policy asks tokens to be for: one that is for nothing would be refused before the table is asked. */
    private Optional<String> audience() {
        try {
            return policies.current().live().audience();
        } catch (PolicyUnavailableException e) {
            return Optional.empty();
        }
    }

    /** Without network or table the rest of the rehearsal is as good. */
    private static void attempt(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            // The first request meets the same, and says so.
        }
    }

    private static String play(AuthorizerHandler handler, byte[] event) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        try {
            handler.answer(event, () -> CLIENT, answer);
        } catch (AuthorizerFailureException e) {
            // The table is away.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return answer.toString(StandardCharsets.US_ASCII);
    }

    /** A rehearsal that stops half-way would warm up half of the code, and nobody would notice. */
    private static void requireAllowed(String answer) {
        if (!answer.contains("\"decision\":\"allow\"")) {
            throw new IllegalStateException("a rehearsed request was not allowed: " + answer);
        }
    }

    private AuthorizerHandler handler(KeyPair pair, PolicySource policy, ClientRegistry clients) {
        VerificationKey key = VerificationKey.of(KEY_ID, (RSAPublicKey) pair.getPublic());
        EdgeKeys edgeKeys = EdgeKeys.generate(KEY_ID, new SecureRandom());
        PrintStream unread = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        return new AuthorizerHandler(
                new Authorizer(
                        new TokenVerifier(ISSUER, Duration.ZERO, _ -> new KeyLookup.Found(key), clock),
                        policy,
                        new Shadow(unread, clock),
                        clients,
                        new Unlimited(),
                        new EdgeAssertionSigner(edgeKeys)::sign,
                        clock),
                new DecisionLog(unread, clock));
    }

    private static AccessPolicy policy() {
        try {
            return AccessPolicy.parse("rehearsal", POLICY);
        } catch (PolicyParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has RSA", e);
        }
    }

    private String token(KeyPair pair, Optional<String> audience) {
        Instant now = clock.instant();
        String signedText = base64Url(JsonText.of(Map.of("alg", "RS256", "kid", KEY_ID))) + "."
                + base64Url(JsonText.of(Map.of(
                        "iss",
                        ISSUER,
                        "token_use",
                        "access",
                        "client_id",
                        CLIENT,
                        "sub",
                        CLIENT,
                        "aud",
                        audience.stream().toList(),
                        "scope",
                        "max-weather/read:forecast",
                        "iat",
                        now.getEpochSecond(),
                        "exp",
                        now.plusSeconds(300).getEpochSecond())));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(pair.getPrivate());
            signature.update(signedText.getBytes(StandardCharsets.US_ASCII));
            return signedText + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has SHA256withRSA", e);
        }
    }

    private static String base64Url(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[] event(String token) {
        String authorization = "Bearer " + token;
        return JsonText.of(Map.of(
                        "type",
                        "REQUEST",
                        "methodArn",
                        ARN,
                        "resource",
                        "/forecast",
                        "path",
                        "/forecast",
                        "httpMethod",
                        "GET",
                        "headers",
                        Map.of("Authorization", authorization),
                        "multiValueHeaders",
                        Map.of("Authorization", List.of(authorization)),
                        "requestContext",
                        Map.of("resourcePath", "/forecast", "httpMethod", "GET", "stage", "v1")))
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** Takes nothing from any account. */
    private static final class Unlimited implements QuotaLedger {
        @Override
        public Reservation reserve(String clientId, Limits limits, TableTime time) {
            return inspect(clientId, limits, time);
        }

        @Override
        public Reservation inspect(String clientId, Limits limits, TableTime time) {
            return new Reservation.Admitted(
                    List.of(new LimitState("rate", 10, 2, 9, 1), new LimitState("day", 1_000, 86_400, 999, 43_200)));
        }
    }
}
