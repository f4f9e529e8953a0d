package weather.kwangle.authorizer.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static weather.kwangle.authorizer.token.TokenForge.KEY;
import static weather.kwangle.authorizer.token.TokenForge.KEY_ID;
import static weather.kwangle.authorizer.token.TokenForge.base64Url;
import static weather.kwangle.authorizer.token.TokenForge.header;
import static weather.kwangle.authorizer.token.TokenForge.sign;
import static weather.kwangle.authorizer.token.TokenForge.token;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import weather.kwangle.authorizer.TestClock;
import weather.kwangle.authorizer.json.JsonText;
import weather.kwangle.authorizer.jwks.RefreshingKeySource;
import weather.kwangle.authorizer.jwks.StubKeySet;
import weather.kwangle.authorizer.token.TokenVerification.KeysUnavailable;
import weather.kwangle.authorizer.token.TokenVerification.Refused;
import weather.kwangle.authorizer.token.TokenVerification.Verified;

class TokenVerifierTest {
    private static final long NOW = TestClock.START.getEpochSecond();

    private final TestClock clock = new TestClock();
    private final StubKeySet issuer =
            StubKeySet.of(List.of(TokenForge.jwk(KEY_ID, KEY), TokenForge.jwk("short", TokenForge.SHORT_KEY)));
    private final TokenVerifier verifier = new TokenVerifier(TokenForge.ISSUER, issuer.source(clock), clock);

    @Test
    void a_cognito_access_token_is_believed() {
        String token = token(claims -> {
            claims.put("client_id", "internal-console");
            claims.put("scope", "max-weather/read:forecast openid");
            claims.put("cognito:groups", List.of("forecasters"));
            claims.put("username", "forecaster");
        });

        assertThat(verify(token))
                .isEqualTo(new Verified(new VerifiedToken(
                        "internal-console",
                        Set.of("max-weather/read:forecast", "openid"),
                        Set.of("forecasters"),
                        Instant.ofEpochSecond(NOW + 3540))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void a_token_that_is_only_unusual_is_believed(String what, String token) {
        assertThat(verify(token)).isInstanceOf(Verified.class);
    }

    static Stream<Arguments> a_token_that_is_only_unusual_is_believed() {
        String claims = goodClaims();
        return Stream.of(
                arguments("expired by 5 s", changed("exp", NOW - 5)),
                arguments("issued 59 s ahead of our clock", changed("iat", NOW + 59)),
                arguments("not before 59 s from now", changed("nbf", NOW + 59)),
                arguments("a fractional time", changed("exp", NOW + 100.5)),
                arguments("an audience", changed("aud", List.of("https://api.kwangle.weather"))),
                arguments("no scope", without("scope")),
                arguments(
                        "a type",
                        sign(KEY.getPrivate(), "{\"alg\":\"RS256\",\"kid\":\"key-1\",\"typ\":\"at+jwt\"}", claims)),
                arguments(
                        "somebody else's key in the header, ours in the signature",
                        sign(
                                KEY.getPrivate(),
                                "{\"alg\":\"RS256\",\"kid\":\"key-1\",\"jku\":\"http://127.0.0.1:1/\",\"x5u\":7,"
                                        + "\"x5c\":[\"AA\"],\"jwk\":{\"kty\":\"oct\"}}",
                                claims)),
                arguments(
                        "white space in its JSON",
                        sign(KEY.getPrivate(), " { \"alg\" : \"RS256\",\n\"kid\":\"key-1\"} ", claims)));
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("hostileTokens")
    void a_hostile_token_is_refused_by_name(String what, Refusal refusal, String token) {
        assertThat(verify(token)).isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.refusal()).isEqualTo(refusal);
            assertThat(refused.detail()).isNotBlank().doesNotContain(token);
        });
    }

    static Stream<Arguments> hostileTokens() {
        String good = goodToken();
        String[] parts = good.split("\\.");
        String claims = goodClaims();
        byte[] publicKey = KEY.getPublic().getEncoded();
        String pem = "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(publicKey)
                + "\n-----END PUBLIC KEY-----\n";
        List<Arguments> table = new ArrayList<>(List.of(
                arguments("empty parts", Refusal.NOT_THREE_PARTS, ".."),
                arguments("one part", Refusal.NOT_THREE_PARTS, parts[0]),
                arguments("two parts", Refusal.NOT_THREE_PARTS, parts[0] + "." + parts[1]),
                arguments("no signature", Refusal.NOT_THREE_PARTS, parts[0] + "." + parts[1] + "."),
                arguments("four parts", Refusal.NOT_THREE_PARTS, good + ".AAAA"),
                arguments("an encrypted token's five parts", Refusal.NOT_THREE_PARTS, good + ".AAAA.AAAA"),
                arguments("huge", Refusal.TOO_LONG, good + "A".repeat(8192)),
                arguments("a huge header", Refusal.TOO_LONG, "A".repeat(2052) + "." + parts[1] + "." + parts[2]),
                arguments("padding", Refusal.NOT_BASE64URL, good + "=="),
                arguments("padding in the header", Refusal.NOT_BASE64URL, parts[0] + "=." + parts[1] + "." + parts[2]),
                arguments("the standard alphabet", Refusal.NOT_BASE64URL, parts[0] + "." + parts[1] + ".ab+/"),
                arguments("a line break", Refusal.NOT_BASE64URL, parts[0] + "." + parts[1] + ".AA\nA"),
                arguments("stray bits in the last character", Refusal.NOT_BASE64URL, parts[0] + "." + parts[1] + ".AB"),
                arguments("not ASCII", Refusal.NOT_BASE64URL, parts[0] + "." + parts[1] + ".é" + parts[2]),
                arguments("a header that is text", Refusal.MALFORMED_HEADER, signed("\"RS256\"", claims)),
                arguments("a header that is no JSON", Refusal.MALFORMED_HEADER, signed("alg=RS256", claims)),
                arguments("two headers", Refusal.MALFORMED_HEADER, signed(header() + header(), claims)),
                arguments("a BOM", Refusal.MALFORMED_HEADER, signed("\uFEFF" + header(), claims)),
                arguments(
                        "alg twice",
                        Refusal.MALFORMED_HEADER,
                        signed("{\"alg\":\"none\",\"kid\":\"key-1\",\"alg\":\"RS256\"}", claims)),
                arguments(
                        "alg twice, once escaped",
                        Refusal.MALFORMED_HEADER,
                        signed("{\"alg\":\"none\",\"kid\":\"key-1\",\"\\u0061lg\":\"RS256\"}", claims)),
                arguments(
                        "a deep header",
                        Refusal.MALFORMED_HEADER,
                        signed("{\"a\":" + "[".repeat(500) + "]".repeat(500) + "}", claims)),
                arguments(
                        "invalid UTF-8 in the header",
                        Refusal.MALFORMED_HEADER,
                        sign(
                                KEY.getPrivate(),
                                base64Url(new byte[] {'{', (byte) 0xC0, (byte) 0x80, '}'}) + "." + parts[1])),
                arguments("crit", Refusal.CRITICAL_EXTENSION, signed(with("\"crit\":[\"exp\"]"), claims)),
                arguments("an empty crit", Refusal.CRITICAL_EXTENSION, signed(with("\"crit\":[]"), claims)),
                arguments("a crit of null", Refusal.CRITICAL_EXTENSION, signed(with("\"crit\":null"), claims)),
                arguments("b64", Refusal.CRITICAL_EXTENSION, signed(with("\"b64\":false"), claims)),
                arguments("b64 true", Refusal.CRITICAL_EXTENSION, signed(with("\"b64\":true"), claims)),
                arguments(
                        "HS256 with the public key as the secret",
                        Refusal.WRONG_ALGORITHM,
                        TokenForge.hmac(publicKey, "{\"alg\":\"HS256\",\"kid\":\"key-1\"}", claims)),
                arguments(
                        "HS256 with the public key's PEM as the secret",
                        Refusal.WRONG_ALGORITHM,
                        TokenForge.hmac(
                                pem.getBytes(StandardCharsets.US_ASCII),
                                "{\"alg\":\"HS256\",\"kid\":\"key-1\"}",
                                claims)),
                arguments(
                        "RS256 over an HMAC of the public key",
                        Refusal.WRONG_SIGNATURE,
                        TokenForge.hmac(publicKey, header(), claims)),
                arguments("no alg", Refusal.WRONG_ALGORITHM, signed("{\"kid\":\"key-1\"}", claims)),
                arguments(
                        "alg as a list",
                        Refusal.WRONG_ALGORITHM,
                        signed("{\"alg\":[\"RS256\"],\"kid\":\"key-1\"}", claims)),
                arguments("no kid", Refusal.NO_KEY_ID, signed("{\"alg\":\"RS256\"}", claims)),
                arguments("kid null", Refusal.NO_KEY_ID, signed("{\"alg\":\"RS256\",\"kid\":null}", claims)),
                arguments("kid a number", Refusal.NO_KEY_ID, signed("{\"alg\":\"RS256\",\"kid\":1}", claims)),
                arguments("kid empty", Refusal.NO_KEY_ID, signed("{\"alg\":\"RS256\",\"kid\":\"\"}", claims)),
                arguments(
                        "kid too long",
                        Refusal.NO_KEY_ID,
                        signed("{\"alg\":\"RS256\",\"kid\":\"" + "k".repeat(257) + "\"}", claims)),
                arguments(
                        "kid of nobody", Refusal.UNKNOWN_KEY, signed("{\"alg\":\"RS256\",\"kid\":\"key-2\"}", claims)),
                arguments(
                        "kid as a path",
                        Refusal.UNKNOWN_KEY,
                        signed("{\"alg\":\"RS256\",\"kid\":\"../../dev/null\"}", claims)),
                arguments(
                        "a 1024-bit key of the issuer",
                        Refusal.UNKNOWN_KEY,
                        sign(TokenForge.SHORT_KEY.getPrivate(), "{\"alg\":\"RS256\",\"kid\":\"short\"}", claims)),
                arguments(
                        "signed by somebody else",
                        Refusal.WRONG_SIGNATURE,
                        sign(TokenForge.OTHER_KEY.getPrivate(), header(), claims)),
                arguments(
                        "signed by the key in its own header",
                        Refusal.WRONG_SIGNATURE,
                        sign(
                                TokenForge.OTHER_KEY.getPrivate(),
                                with("\"jwk\":" + JsonText.of(TokenForge.jwk("key-1", TokenForge.OTHER_KEY))),
                                claims)),
                arguments(
                        "another payload under the signature",
                        Refusal.WRONG_SIGNATURE,
                        parts[0] + "." + base64Url(claims.replace("read:", "write:")) + "." + parts[2]),
                arguments(
                        "another header over the signature",
                        Refusal.WRONG_SIGNATURE,
                        base64Url(with("\"a\":1")) + "." + parts[1] + "." + parts[2]),
                arguments("a short signature", Refusal.WRONG_SIGNATURE, parts[0] + "." + parts[1] + ".AAAA"),
                arguments(
                        "a signature of zeros",
                        Refusal.WRONG_SIGNATURE,
                        parts[0] + "." + parts[1] + "." + base64Url(new byte[256])),
                arguments(
                        "a signature with a byte more",
                        Refusal.WRONG_SIGNATURE,
                        parts[0] + "." + parts[1] + "." + base64Url(new byte[257])),
                arguments("claims that are a list", Refusal.MALFORMED_PAYLOAD, signed(header(), "[]")),
                arguments("claims that are no JSON", Refusal.MALFORMED_PAYLOAD, signed(header(), "{iss}")),
                arguments("claims with a BOM", Refusal.MALFORMED_PAYLOAD, signed(header(), "\uFEFF" + claims)),
                arguments("claims and more", Refusal.MALFORMED_PAYLOAD, signed(header(), claims + "x")),
                arguments(
                        "a claim twice",
                        Refusal.MALFORMED_PAYLOAD,
                        signed(header(), claims.replaceFirst("\\{", "{\"exp\":1,"))),
                arguments(
                        "a member twice deep inside",
                        Refusal.MALFORMED_PAYLOAD,
                        signed(header(), claims.replaceFirst("\\{", "{\"x\":{\"a\":1,\"a\":2},"))),
                arguments(
                        "claims nested too deep",
                        Refusal.MALFORMED_PAYLOAD,
                        signed(
                                header(),
                                claims.replaceFirst("\\{", "{\"x\":" + "[".repeat(900) + "]".repeat(900) + ","))),
                arguments(
                        "claims with a number too long",
                        Refusal.MALFORMED_PAYLOAD,
                        signed(header(), claims.replaceFirst("\\{", "{\"x\":" + "1".repeat(500) + ","))),
                arguments("no issuer", Refusal.MISSING_CLAIM, without("iss")),
                arguments("another pool", Refusal.WRONG_ISSUER, changed("iss", TokenForge.ISSUER + "2")),
                arguments("the issuer and a slash", Refusal.WRONG_ISSUER, changed("iss", TokenForge.ISSUER + "/")),
                arguments("an issuer in a list", Refusal.WRONG_CLAIM_TYPE, changed("iss", List.of(TokenForge.ISSUER))),
                arguments("an ID token", Refusal.NOT_AN_ACCESS_TOKEN, changed("token_use", "id")),
                arguments("no token_use", Refusal.MISSING_CLAIM, without("token_use")),
                arguments("token_use in capitals", Refusal.NOT_AN_ACCESS_TOKEN, changed("token_use", "ACCESS")),
                arguments("expired by 60 s", Refusal.EXPIRED, changed("exp", NOW - 60)),
                arguments("expired by 120 s", Refusal.EXPIRED, changed("exp", NOW - 120)),
                arguments("expired in 1970", Refusal.EXPIRED, changed("exp", 0)),
                arguments("no exp", Refusal.MISSING_CLAIM, without("exp")),
                arguments("exp as text", Refusal.WRONG_CLAIM_TYPE, changed("exp", "" + (NOW + 60))),
                arguments("exp in milliseconds", Refusal.WRONG_CLAIM_TYPE, changed("exp", NOW * 1000)),
                arguments("exp below zero", Refusal.WRONG_CLAIM_TYPE, changed("exp", -1)),
                arguments("exp true", Refusal.WRONG_CLAIM_TYPE, changed("exp", true)),
                arguments(
                        "exp null",
                        Refusal.WRONG_CLAIM_TYPE,
                        signed(header(), claims.replaceFirst("\"exp\":\\d+", "\"exp\":null"))),
                arguments(
                        "exp beyond all",
                        Refusal.WRONG_CLAIM_TYPE,
                        signed(header(), claims.replaceFirst("\"exp\":\\d+", "\"exp\":1e999999999"))),
                arguments("no iat", Refusal.MISSING_CLAIM, without("iat")),
                arguments("iat as text", Refusal.WRONG_CLAIM_TYPE, changed("iat", "now")),
                arguments("issued in the future", Refusal.ISSUED_IN_THE_FUTURE, changed("iat", NOW + 61)),
                arguments("not yet valid", Refusal.NOT_YET_VALID, changed("nbf", NOW + 61)),
                arguments("nbf as text", Refusal.WRONG_CLAIM_TYPE, changed("nbf", "now")),
                arguments("no client", Refusal.MISSING_CLAIM, without("client_id")),
                arguments("an empty client", Refusal.WRONG_CLAIM_TYPE, changed("client_id", "")),
                arguments(
                        "a client with a line break", Refusal.WRONG_CLAIM_TYPE, changed("client_id", "a\r\nX-Evil: 1")),
                arguments("a client as a number", Refusal.WRONG_CLAIM_TYPE, changed("client_id", 7)),
                arguments(
                        "scope as a list",
                        Refusal.WRONG_CLAIM_TYPE,
                        changed("scope", List.of("max-weather/read:forecast"))),
                arguments("groups as text", Refusal.WRONG_CLAIM_TYPE, changed("cognito:groups", "forecasters")),
                arguments("groups of numbers", Refusal.WRONG_CLAIM_TYPE, changed("cognito:groups", List.of(1))),
                arguments("sub as a number", Refusal.WRONG_CLAIM_TYPE, changed("sub", 1))));
        for (String algorithm : List.of(
                "none", "None", "NONE", "", "rs256", "RS256 ", "RS384", "RS512", "PS256", "ES256", "HS256", "EdDSA")) {
            table.add(arguments(
                    "alg '" + algorithm + "'",
                    Refusal.WRONG_ALGORITHM,
                    signed("{\"alg\":\"" + algorithm + "\",\"kid\":\"key-1\"}", claims)));
        }
        return table.stream();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Basic dTpw",
                "DPoP %s",
                "%s",
                "Bearer%s",
                "Bearer %s %s",
                "Bearer %s,Bearer %s",
                " Bearer %s",
                "Bearer %s "
            })
    void only_the_bearer_scheme_and_one_token_are_taken(String form) {
        String value = form.replace("%s", goodToken());

        assertThat(verifier.verify(List.of(value))).isInstanceOf(Refused.class);
    }

    @Test
    void the_scheme_s_case_does_not_matter() {
        assertThat(verifier.verify(List.of("bEARER " + goodToken()))).isInstanceOf(Verified.class);
    }

    @Test
    void one_value_given_twice_is_one_and_two_values_are_refused() {
        String one = "Bearer " + goodToken();
        String other = "Bearer " + token("acme-weather", "max-weather/write:forecast");

        assertThat(verifier.verify(List.of(one, one))).isInstanceOf(Verified.class);
        assertThat(verifier.verify(List.of(one, other)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.SEVERAL_TOKENS));
        assertThat(verifier.verify(Collections.emptyList()))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.NO_TOKEN));
    }

    @Test
    void a_remembered_token_is_refused_once_it_has_expired() {
        String token = goodToken();
        assertThat(verify(token)).isInstanceOf(Verified.class);

        clock.advance(Duration.ofMinutes(61));

        assertThat(verify(token))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.EXPIRED));
    }

    @Test
    void a_remembered_token_is_refused_once_its_key_is_withdrawn_or_replaced() {
        String token = token(claims -> claims.put("exp", NOW + 86_400));
        assertThat(verify(token)).isInstanceOf(Verified.class);

        issuer.serve(List.of(TokenForge.jwk(KEY_ID, TokenForge.OTHER_KEY)));
        clock.advance(RefreshingKeySource.KEEP_AT_MOST);

        assertThat(verify(token))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.refusal()).isEqualTo(Refusal.WRONG_SIGNATURE));
    }

    @Test
    void without_keys_nobody_is_blamed() {
        issuer.fail();

        assertThat(verify(goodToken()))
                .isEqualTo(new KeysUnavailable("the key set cannot be fetched: connection refused"));
    }

    private TokenVerification verify(String token) {
        return verifier.verify(List.of("Bearer " + token));
    }

    private static String goodToken() {
        return token(claims -> {});
    }

    private static String goodClaims() {
        return JsonText.of(TokenForge.claims(TestClock.START, claims -> {}));
    }

    private static String signed(String header, String payload) {
        return sign(KEY.getPrivate(), header, payload);
    }

    /** A good header with one more member. */
    private static String with(String member) {
        return header().replaceFirst("}$", "," + Matcher.quoteReplacement(member) + "}");
    }

    private static String changed(String claim, Object value) {
        return token(claims -> claims.put(claim, value));
    }

    private static String without(String claim) {
        return token(claims -> claims.remove(claim));
    }
}
