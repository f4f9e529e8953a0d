package weather.kwangle.edge;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import weather.kwangle.edge.EdgeVerification.Reason;
import weather.kwangle.edge.EdgeVerification.Refused;
import weather.kwangle.edge.EdgeVerification.Valid;

class EdgeAssertionVerifierTest {
    private static final String GENUINE = new EdgeAssertionSigner(Samples.KEYS).sign(Samples.assertionAt(Samples.NOW));

    private final EdgeAssertionVerifier verifier = new EdgeAssertionVerifier(Samples.KEYS, Samples.CLOCK);

    @Test
    void theForgersToolMakesAGenuineOneWhenItChangesNothing() throws Exception {
        assertThat(verifier.verify(forge(header -> {}, claims -> {}, 1))).isInstanceOf(Valid.class);
    }

    static Stream<Arguments> forgeries() throws Exception {
        return Stream.of(
                Arguments.of("nothing", "", Reason.MALFORMED),
                Arguments.of("no JWS", "let me in", Reason.MALFORMED),
                Arguments.of("two parts", GENUINE.substring(0, GENUINE.lastIndexOf('.')), Reason.MALFORMED),
                Arguments.of("five parts", GENUINE + ".a.b", Reason.MALFORMED),
                Arguments.of("no signature", GENUINE.replaceFirst("\\.[^.]*$", "."), Reason.MALFORMED),
                Arguments.of("too long", GENUINE + "A".repeat(EdgeAssertion.MAX_LENGTH), Reason.TOO_LONG),
                Arguments.of("deep JSON as header", part("{\"a\":".repeat(500)) + ".e30.AA", Reason.MALFORMED),
                Arguments.of("alg none", withHeader("alg", "none"), Reason.MALFORMED),
                Arguments.of("alg HS512", withHeader("alg", "HS512"), Reason.WRONG_ALGORITHM),
                Arguments.of("alg RS256", withHeader("alg", "RS256"), Reason.WRONG_ALGORITHM),
                Arguments.of("alg absent", withHeader("alg", null), Reason.MALFORMED),
                Arguments.of("typ JWT", withHeader("typ", "JWT"), Reason.WRONG_TYPE),
                Arguments.of("typ absent", withHeader("typ", null), Reason.WRONG_TYPE),
                Arguments.of("kid unknown", withHeader("kid", "two"), Reason.UNKNOWN_KEY),
                Arguments.of("kid absent", withHeader("kid", null), Reason.UNKNOWN_KEY),
                Arguments.of("crit", withHeader("crit", List.of("exp")), Reason.UNEXPECTED_HEADER),
                Arguments.of("b64 false", withHeader("b64", false), Reason.UNEXPECTED_HEADER),
                Arguments.of("jku", withHeader("jku", "https://example.com/keys"), Reason.UNEXPECTED_HEADER),
                Arguments.of("own header", withHeader("admin", true), Reason.UNEXPECTED_HEADER),
                Arguments.of("other key, known kid", forge(header -> {}, claims -> {}, 2), Reason.WRONG_SIGNATURE),
                Arguments.of("payload of another", swappedPayload(), Reason.WRONG_SIGNATURE),
                Arguments.of("payload no object", forgePayload("[]"), Reason.WRONG_CLAIM),
                Arguments.of("payload no JSON", forgePayload("hello"), Reason.MALFORMED),
                Arguments.of("iss other", withClaim("iss", "edge2"), Reason.WRONG_ISSUER),
                Arguments.of("iss absent", withClaim("iss", null), Reason.WRONG_CLAIM),
                Arguments.of("aud other", withClaim("aud", "edge"), Reason.WRONG_AUDIENCE),
                Arguments.of("aud a list", withClaim("aud", List.of("edge-gateway")), Reason.WRONG_CLAIM),
                Arguments.of("exp absent", withClaim("exp", null), Reason.WRONG_CLAIM),
                Arguments.of("exp a string", withClaim("exp", "2026-11-23T12:00:30Z"), Reason.WRONG_CLAIM),
                Arguments.of("exp a fraction", withClaim("exp", now() + 0.5), Reason.WRONG_CLAIM),
                Arguments.of("exp endless", withClaim("exp", Long.MAX_VALUE), Reason.WRONG_CLAIM),
                Arguments.of("lifetime of 31 s", withClaim("exp", now() + 31), Reason.WRONG_CLAIM),
                Arguments.of("exp before iat", withClaim("exp", now() - 1), Reason.WRONG_CLAIM),
                Arguments.of("iat absent", withClaim("iat", null), Reason.WRONG_CLAIM),
                Arguments.of("jti absent", withClaim("jti", null), Reason.WRONG_CLAIM),
                Arguments.of("jti with a line break", withClaim("jti", "a\r\nb"), Reason.WRONG_CLAIM),
                Arguments.of("sub a number", withClaim("sub", 7), Reason.WRONG_CLAIM),
                Arguments.of("sub empty", withClaim("sub", ""), Reason.WRONG_CLAIM),
                Arguments.of("plan absent", withClaim("plan", null), Reason.WRONG_CLAIM),
                Arguments.of("op without a path", withClaim("op", "GET"), Reason.WRONG_CLAIM),
                Arguments.of("scope a list", withClaim("scope", List.of("read:forecast")), Reason.WRONG_CLAIM),
                Arguments.of("decision unknown", withClaim("decision", "ALLOW"), Reason.WRONG_CLAIM),
                Arguments.of("limits an object", withClaim("limits", Map.of()), Reason.WRONG_CLAIM),
                Arguments.of(
                        "limit without numbers",
                        withClaim("limits", List.of(Map.of("name", "day"))),
                        Reason.WRONG_CLAIM),
                Arguments.of("policyVersion absent", withClaim("policyVersion", null), Reason.WRONG_CLAIM));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("forgeries")
    void aForgeryIsRefusedForItsOwnReason(String what, String compact, Reason reason) {
        assertThat(verifier.verify(compact)).isEqualTo(new Refused(reason));
    }

    static Stream<Arguments> moments() {
        return Stream.of(
                Arguments.of(-3, new Refused(Reason.NOT_YET_VALID)),
                Arguments.of(-2, null),
                Arguments.of(0, null),
                Arguments.of(31, null),
                Arguments.of(32, new Refused(Reason.EXPIRED)));
    }

    @ParameterizedTest(name = "{0} s after it was issued")
    @MethodSource("moments")
    void isGoodForThirtySecondsAndTwoOfLeewayOnEitherSide(int secondsAfter, @Nullable Refused refused) {
        Instant then = Samples.NOW.plusSeconds(secondsAfter);
        EdgeAssertionVerifier later = new EdgeAssertionVerifier(Samples.KEYS, Clock.fixed(then, ZoneOffset.UTC));

        EdgeVerification expected = refused == null ? new Valid(Samples.assertionAt(Samples.NOW)) : refused;
        assertThat(later.verify(GENUINE)).isEqualTo(expected);
    }

    @Test
    void anUnknownClaimIsIgnoredSoThatTheAuthorizerMayBeTheNewerPart() throws Exception {
        assertThat(verifier.verify(withClaim("region", "ap-southeast-1"))).isInstanceOf(Valid.class);
    }

    /** Add the new key last, move it first, drop the old: at each step either side may be one step behind. */
    @Test
    void rotationNeverRefusesWhateverSideIsBehind() {
        String a = "a:" + Samples.key(1);
        String b = "b:" + Samples.key(2);
        List<EdgeKeys> steps =
                Stream.of(a, a + "," + b, b + "," + a, b).map(EdgeKeys::parse).toList();

        for (int i = 0; i < steps.size(); i++) {
            for (int j = Math.max(0, i - 1); j <= Math.min(steps.size() - 1, i + 1); j++) {
                String signed = new EdgeAssertionSigner(steps.get(i)).sign(Samples.assertionAt(Samples.NOW));
                assertThat(new EdgeAssertionVerifier(steps.get(j), Samples.CLOCK).verify(signed))
                        .as("signed at step %d, verified at step %d", i, j)
                        .isInstanceOf(Valid.class);
            }
        }
    }

    @Test
    void aDroppedKeyIsUnknownAtOnce() {
        EdgeKeys rotated = EdgeKeys.parse("two:" + Samples.key(1));

        assertThat(new EdgeAssertionVerifier(rotated, Samples.CLOCK).verify(GENUINE))
                .isEqualTo(new Refused(Reason.UNKNOWN_KEY));
    }

    private static long now() {
        return Samples.NOW.getEpochSecond();
    }

    private static String swappedPayload() {
        String other = new EdgeAssertionSigner(Samples.KEYS).sign(Samples.assertionAt(Samples.NOW.minusSeconds(1)));
        String[] genuine = GENUINE.split("\\.", -1);
        return genuine[0] + "." + other.split("\\.", -1)[1] + "." + genuine[2];
    }

    private static String withHeader(String name, @Nullable Object value) throws Exception {
        return forge(header -> set(header, name, value), claims -> {}, 1);
    }

    private static String withClaim(String name, @Nullable Object value) throws Exception {
        return forge(header -> {}, claims -> set(claims, name, value), 1);
    }

    private static void set(Map<String, Object> json, String name, @Nullable Object value) {
        if (value == null) {
            json.remove(name);
        } else {
            json.put(name, value);
        }
    }

    private static String forgePayload(String payload) throws Exception {
        return sign(GENUINE.split("\\.", -1)[0] + "." + part(payload), 1);
    }

    /** Signs by hand, so that no library stands in the way of a bad header. */
    private static String forge(Consumer<Map<String, Object>> header, Consumer<Map<String, Object>> claims, int filling)
            throws Exception {
        String[] parts = GENUINE.split("\\.", -1);
        return sign(changed(parts[0], header) + "." + changed(parts[1], claims), filling);
    }

    private static String changed(String part, Consumer<Map<String, Object>> change) throws Exception {
        Map<String, Object> json = new LinkedHashMap<>(JSONObjectUtils.parse(new Base64URL(part).decodeToString()));
        change.accept(json);
        return part(JSONObjectUtils.toJSONString(json));
    }

    private static String part(String text) {
        return Base64URL.encode(text).toString();
    }

    private static String sign(String signingInput, int filling) throws Exception {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) filling);
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return signingInput + "." + Base64URL.encode(mac.doFinal(signingInput.getBytes(UTF_8)));
    }
}
