package weather.kwangle.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.util.Base64URL;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeAssertionRoundTripTest {
    private static final EdgeAssertionSigner SIGNER = new EdgeAssertionSigner(Samples.KEYS);
    private static final EdgeAssertionVerifier VERIFIER = new EdgeAssertionVerifier(Samples.KEYS, Samples.CLOCK);

    @Property(seed = "20261124", tries = 300)
    void whatWasSignedIsWhatIsRead(@ForAll("assertions") EdgeAssertion assertion) {
        assertThat(VERIFIER.verify(SIGNER.sign(assertion))).isEqualTo(new EdgeVerification.Valid(assertion));
    }

    @Property(seed = "20261124", tries = 300)
    void noSingleChangedCharacterIsBelieved(@ForAll int at, @ForAll char other) {
        String signed = SIGNER.sign(Samples.assertionAt(Samples.NOW));
        int index = Math.floorMod(at, signed.length());
        String changed = signed.substring(0, index) + other + signed.substring(index + 1);

        // The last character of each part carries bits that base64url ignores; equal bytes are the same signature.
        if (decoded(changed).equals(decoded(signed))) {
            return;
        }
        assertThat(VERIFIER.verify(changed)).isInstanceOf(EdgeVerification.Refused.class);
    }

    private static List<String> decoded(String compact) {
        return List.of(compact.split("\\.", -1)).stream()
                .map(part -> new Base64URL(part).decode())
                .map(Arrays::toString)
                .toList();
    }

    @Test
    void theWireFormIsTheDocumentedOne() throws Exception {
        JWSObject jws = JWSObject.parse(SIGNER.sign(Samples.assertionAt(Samples.NOW)));

        assertThat(jws.getHeader().toJSONObject()).isEqualTo(Map.of("alg", "HS256", "kid", "one", "typ", "edge+jws"));
        long now = Samples.NOW.getEpochSecond();
        assertThat(jws.getPayload().toJSONObject())
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("iss", "edge"),
                        Map.entry("aud", "edge-gateway"),
                        Map.entry("iat", now),
                        Map.entry("exp", now + 30),
                        Map.entry("jti", "8b0a2d7e-3c1f-4f5a-9d67-2f1f6a1b0c3d"),
                        Map.entry("sub", "acme-weather"),
                        Map.entry("plan", "partner"),
                        Map.entry("op", "GET /forecast"),
                        Map.entry("scope", "read:forecast write:forecast"),
                        Map.entry("decision", "allow"),
                        Map.entry(
                                "limits",
                                List.of(
                                        Map.of("name", "rate", "q", 200L, "w", 2L, "r", 199L, "t", 1L),
                                        Map.of(
                                                "name",
                                                "day",
                                                "q",
                                                1_000_000L,
                                                "w",
                                                86_400L,
                                                "r",
                                                999_999L,
                                                "t",
                                                43_200L))),
                        Map.entry("policyVersion", "1-0123456789ab")));
    }

    @Test
    void anAssertionThatTheHeaderCannotCarryIsNotSigned() {
        EdgeAssertion small = Samples.assertionAt(Samples.NOW);
        Set<String> scopes =
                IntStream.range(0, 40).mapToObj(i -> i + "x".repeat(200)).collect(Collectors.toSet());
        EdgeAssertion large = new EdgeAssertion(
                small.requestId(),
                small.client(),
                small.plan(),
                small.operation(),
                scopes,
                small.decision(),
                small.limits(),
                small.policyVersion(),
                small.issuedAt(),
                small.expiresAt());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> SIGNER.sign(large))
                .withMessageContaining("at most 4096");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "GET",
                "GET ",
                "GET forecast",
                " /forecast",
                "get /forecast",
                "GET  /forecast",
                "GET /fore cast",
                "GET /forecast ",
                "GÉT /forecast",
                "GET /forecäst",
                "ABCDEFGHIJKLMNOPQ /forecast"
            })
    void anOperationOfAnotherFormIsRefused(String operation) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> withOperation(operation))
                .withMessageStartingWith("operation is a method, one space and a path");
    }

    @Test
    void anOperationIsBoundedOnBothSidesOfItsSpace() {
        String longest = "A".repeat(16) + " /" + "x".repeat(255);

        assertThat(withOperation(longest).operation()).isEqualTo(longest);
        assertThatIllegalArgumentException().isThrownBy(() -> withOperation(longest + "x"));
        assertThatIllegalArgumentException().isThrownBy(() -> withOperation("A" + longest));
    }

    private static EdgeAssertion withOperation(String operation) {
        EdgeAssertion sample = Samples.assertionAt(Samples.NOW);
        return new EdgeAssertion(
                sample.requestId(),
                sample.client(),
                sample.plan(),
                operation,
                sample.scopes(),
                sample.decision(),
                sample.limits(),
                sample.policyVersion(),
                sample.issuedAt(),
                sample.expiresAt());
    }

    @Provide
    Arbitrary<EdgeAssertion> assertions() {
        Arbitrary<String> text =
                Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(60);
        Arbitrary<String> operation = Combinators.combine(Arbitraries.of("GET", "POST", "DELETE"), text)
                .as((method, path) -> method + " /" + path);
        Arbitrary<Set<String>> scopes = text.set().ofMaxSize(5).map(Collections::unmodifiableSet);
        Arbitrary<Instant> issuedAt =
                Arbitraries.integers().between(-31, 2).map(seconds -> Samples.NOW.plus(Duration.ofSeconds(seconds)));
        return Combinators.combine(
                        text, text, operation, scopes, Arbitraries.of(Decision.class), limits(), text, issuedAt)
                .as((requestId, client, op, scope, decision, limits, version, iat) -> new EdgeAssertion(
                        requestId,
                        client,
                        "plan",
                        op,
                        scope,
                        decision,
                        limits,
                        version,
                        iat,
                        iat.plus(EdgeAssertion.LIFETIME)));
    }

    private static Arbitrary<List<Limit>> limits() {
        Arbitrary<Long> number = Arbitraries.longs().between(0, 999_999_999_999_999L);
        return Combinators.combine(Arbitraries.of("rate", "day", "month", "usage"), number, number)
                .as((name, large, other) -> new Limit(name, Math.max(1, large), Math.max(1, other), other, large))
                .list()
                .ofMaxSize(4);
    }
}
