package weather.kwangle.authorizer.token;

import static weather.kwangle.authorizer.token.Refusal.CRITICAL_EXTENSION;
import static weather.kwangle.authorizer.token.Refusal.EXPIRED;
import static weather.kwangle.authorizer.token.Refusal.ISSUED_IN_THE_FUTURE;
import static weather.kwangle.authorizer.token.Refusal.MALFORMED_HEADER;
import static weather.kwangle.authorizer.token.Refusal.MALFORMED_PAYLOAD;
import static weather.kwangle.authorizer.token.Refusal.MISSING_CLAIM;
import static weather.kwangle.authorizer.token.Refusal.NOT_AN_ACCESS_TOKEN;
import static weather.kwangle.authorizer.token.Refusal.NOT_BASE64URL;
import static weather.kwangle.authorizer.token.Refusal.NOT_THREE_PARTS;
import static weather.kwangle.authorizer.token.Refusal.NOT_YET_VALID;
import static weather.kwangle.authorizer.token.Refusal.NO_KEY_ID;
import static weather.kwangle.authorizer.token.Refusal.TOO_LONG;
import static weather.kwangle.authorizer.token.Refusal.UNKNOWN_KEY;
import static weather.kwangle.authorizer.token.Refusal.WRONG_ALGORITHM;
import static weather.kwangle.authorizer.token.Refusal.WRONG_AUDIENCE;
import static weather.kwangle.authorizer.token.Refusal.WRONG_CLAIM_TYPE;
import static weather.kwangle.authorizer.token.Refusal.WRONG_ISSUER;
import static weather.kwangle.authorizer.token.Refusal.WRONG_SIGNATURE;
import static weather.kwangle.authorizer.token.TokenForge.ISSUER;
import static weather.kwangle.authorizer.token.TokenForge.KEY;
import static weather.kwangle.authorizer.token.TokenForge.KEY_ID;
import static weather.kwangle.authorizer.token.TokenForge.OTHER_KEY;
import static weather.kwangle.authorizer.token.TokenForge.SHORT_KEY;
import static weather.kwangle.authorizer.token.TokenForge.base64Url;
import static weather.kwangle.authorizer.token.TokenForge.jwk;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import weather.kwangle.authorizer.TestClock;

/** Tokens that must not be believed, each with the check that stops it. All are good but for the one thing that is said. */
public final class HostileTokens {
    /** Each is two {@code char}s and one letter: places counted in one way are not those of the other. */
    private static final String FACES = "\uD83D\uDE00".repeat(300);

    /** What a token of a row of {@link Refusal#WRONG_AUDIENCE} has to be for, and is not. */
    public static final String AUDIENCE = "https://api.kwangle.weather";

    private static final long NOW = TestClock.START.getEpochSecond();
    private static final byte[] PUBLIC_KEY = KEY.getPublic().getEncoded();
    private static final String PEM = "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(PUBLIC_KEY)
            + "\n-----END PUBLIC KEY-----\n";

    /** Signing is slow, so each is made once. */
    private static final List<HostileToken> TABLE = Stream.of(
                    form(),
                    header(),
                    algorithm(),
                    key(),
                    signature(),
                    payload(),
                    identity(),
                    times(),
                    types(),
                    audience())
            .flatMap(section -> section)
            .toList();

    private HostileTokens() {}

    /**
     * One row.
     *
     * @param what what is wrong with it
     * @param refusal the check that stops it
     */
    public record HostileToken(String what, Refusal refusal, String token) {
        /** Whether it is refused only where the policy asks for {@link #AUDIENCE}. */
        public boolean asksForAudience() {
            return refusal == WRONG_AUDIENCE;
        }

        @Override
        public String toString() {
            return refusal + ": " + what;
        }
    }

    /** A key set with one good key among others that must never verify a token. */
    public static List<Map<String, Object>> issuerKeys() {
        return List.of(
                jwk(KEY_ID, KEY),
                jwk("short", SHORT_KEY),
                with(jwk("encrypts", OTHER_KEY), "use", "enc"),
                with(without(jwk("wraps", OTHER_KEY), "use"), "key_ops", List.of("encrypt", "wrapKey")),
                with(jwk("rs512", OTHER_KEY), "alg", "RS512"),
                with(jwk("exponent-1", OTHER_KEY), "e", "AQ"),
                jwk("twice", KEY),
                jwk("twice", OTHER_KEY),
                Map.of("kty", "oct", "kid", "shared", "k", base64Url("a secret of at least thirty-two bytes")),
                Map.of(
                        "kty", "EC",
                        "kid", "curve",
                        "crv", "P-256",
                        "x", "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                        "y", "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0"));
    }

    /** All rows. */
    public static Stream<HostileToken> table() {
        return TABLE.stream();
    }

    private static Stream<HostileToken> form() {
        return Stream.of(
                token("empty parts", NOT_THREE_PARTS, t -> t.compact(_ -> "..")),
                token("one part", NOT_THREE_PARTS, t -> t.compact(text -> text.split("\\.")[0])),
                token("no signature part", NOT_THREE_PARTS, t -> t.compact(text -> upToSignature(text))),
                token("an empty signature", NOT_THREE_PARTS, t -> t.compact(text -> upToSignature(text) + ".")),
                token("an empty header", NOT_THREE_PARTS, t -> t.compact(text -> text.substring(text.indexOf('.')))),
                token("a detached payload", NOT_THREE_PARTS, t -> t.part(1, _ -> "")),
                token("four parts", NOT_THREE_PARTS, t -> t.compact(text -> text + ".AAAA")),
                token("an encrypted token's five parts", NOT_THREE_PARTS, t -> t.compact(text -> text + ".AA.AA")),
                token("a dot behind it", NOT_THREE_PARTS, t -> t.compact(text -> text + ".")),
                token("a dot before it", NOT_THREE_PARTS, t -> t.compact(text -> "." + text)),
                token("dots in percent form", NOT_THREE_PARTS, t -> t.compact(text -> text.replace(".", "%2E"))),
                token("full-width dots", NOT_THREE_PARTS, t -> t.compact(text -> text.replace(".", "\uFF0E"))),
                token("a header of one letter", NOT_BASE64URL, t -> t.part(0, _ -> "A")),
                token("longer than the bound", TOO_LONG, t -> t.compact(text -> text + "A".repeat(8192))),
                token("a long claim, well signed", TOO_LONG, t -> t.claim("padding", "x".repeat(6200))),
                token("a long header, well signed", TOO_LONG, t -> t.header("padding", "x".repeat(1600))),
                token("padding behind the signature", NOT_BASE64URL, t -> t.part(2, part -> part + "==")),
                token("padding behind the header", NOT_BASE64URL, t -> t.part(0, part -> part + "=")),
                token("padding behind the payload", NOT_BASE64URL, t -> t.part(1, part -> part + "=")),
                token("the standard alphabet", NOT_BASE64URL, t -> t.part(2, part -> "+/" + part.substring(2))),
                token("a line break in the signature", NOT_BASE64URL, t -> t.part(2, part -> part + "\n")),
                token("a carriage return in the header", NOT_BASE64URL, t -> t.part(0, part -> "\r" + part)),
                token("a tab in the payload", NOT_BASE64URL, t -> t.part(1, part -> part + "\t")),
                token("a zero character", NOT_BASE64URL, t -> t.part(2, part -> part + "\0")),
                token("a letter that is not ASCII", NOT_BASE64URL, t -> t.part(2, part -> "\u0410" + part)),
                token("letters of two units in the header", NOT_BASE64URL, t -> t.part(0, part -> FACES + part)),
                token("letters of two units in the payload", NOT_BASE64URL, t -> t.part(1, part -> part + FACES)),
                token("letters of two units in the signature", NOT_BASE64URL, t -> t.part(2, _ -> FACES)),
                token("quotes around it", NOT_BASE64URL, t -> t.compact(text -> "\"" + text + "\"")),
                token("a part of impossible length", NOT_BASE64URL, t -> t.part(2, _ -> "AAAAA")),
                token("stray bits in the last character", NOT_BASE64URL, t -> t.part(2, _ -> "AB")));
    }

    private static Stream<HostileToken> header() {
        return Stream.of(
                token("a header that is text", MALFORMED_HEADER, t -> t.headerText(_ -> "\"RS256\"")),
                token("a header that is a list", MALFORMED_HEADER, t -> t.headerText(json -> "[" + json + "]")),
                token("a header that is null", MALFORMED_HEADER, t -> t.headerText(_ -> "null")),
                token("a header that is no JSON", MALFORMED_HEADER, t -> t.headerText(_ -> "alg=RS256")),
                token("a header of blanks", MALFORMED_HEADER, t -> t.headerText(_ -> "  ")),
                token("two headers", MALFORMED_HEADER, t -> t.headerText(json -> json + json)),
                token("single quotes", MALFORMED_HEADER, t -> t.headerText(json -> json.replace('"', '\''))),
                token("a comment", MALFORMED_HEADER, t -> t.headerText(json -> "/**/" + json)),
                token("a comma at the end", MALFORMED_HEADER, t -> t.headerText(json -> json.replace("}", ",}"))),
                token("a byte order mark", MALFORMED_HEADER, t -> t.headerText(json -> "\uFEFF" + json)),
                token("UTF-16", MALFORMED_HEADER, t -> t.headerBytes(HostileTokens::utf16)),
                token("alg twice", MALFORMED_HEADER, t -> t.headerText(json -> first(json, "\"alg\":\"none\""))),
                token(
                        "alg twice, once escaped",
                        MALFORMED_HEADER,
                        t -> t.headerText(json -> first(json, "\"\\u0061lg\":\"none\""))),
                token("kid twice", MALFORMED_HEADER, t -> t.headerText(json -> first(json, "\"kid\":\"other\""))),
                token(
                        "a member twice deep inside",
                        MALFORMED_HEADER,
                        t -> t.headerText(json -> first(json, "\"x\":{\"a\":1,\"a\":1}"))),
                token("nested 9 deep", MALFORMED_HEADER, t -> t.headerText(json -> first(json, nested(8)))),
                token("nested 700 deep", MALFORMED_HEADER, t -> t.headerText(json -> first(json, nested(700)))),
                token(
                        "an overlong zero",
                        MALFORMED_HEADER,
                        t -> t.headerBytes(_ -> new byte[] {'{', '"', (byte) 0xC0, (byte) 0x80, '"', ':', '1', '}'})),
                token(
                        "half a surrogate in UTF-8",
                        MALFORMED_HEADER,
                        t -> t.headerBytes(
                                _ -> new byte[] {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'})),
                token(
                        "crit",
                        CRITICAL_EXTENSION,
                        t -> t.header("crit", List.of("exp")).header("exp", NOW + 60)),
                token(
                        "crit with b64",
                        CRITICAL_EXTENSION,
                        t -> t.header("crit", List.of("b64")).header("b64", false)),
                token("an empty crit", CRITICAL_EXTENSION, t -> t.header("crit", List.of())),
                token("crit as text", CRITICAL_EXTENSION, t -> t.header("crit", "exp")),
                token("a crit of null", CRITICAL_EXTENSION, t -> t.headerText(json -> first(json, "\"crit\":null"))),
                token("b64 false", CRITICAL_EXTENSION, t -> t.header("b64", false)),
                token("b64 true", CRITICAL_EXTENSION, t -> t.header("b64", true)));
    }

    private static Stream<HostileToken> algorithm() {
        Stream<HostileToken> names = Stream.of(
                        "none",
                        "None",
                        "NONE",
                        "nOnE",
                        "",
                        " ",
                        "rs256",
                        "RS256 ",
                        "RS256\0",
                        "RS384",
                        "RS512",
                        "PS256",
                        "ES256",
                        "ES256K",
                        "HS256",
                        "HS512",
                        "EdDSA",
                        "RSA-OAEP",
                        "dir")
                .map(name -> token("alg '" + name + "'", WRONG_ALGORITHM, t -> t.header("alg", name)));
        Stream<HostileToken> others = Stream.of(
                token(
                        "alg none without a signature to speak of",
                        WRONG_ALGORITHM,
                        t -> t.header("alg", "none").part(2, _ -> "AA")),
                token("no alg", WRONG_ALGORITHM, t -> t.headerWithout("alg")),
                token("Alg", WRONG_ALGORITHM, t -> t.headerWithout("alg").header("Alg", "RS256")),
                token("alg as a list", WRONG_ALGORITHM, t -> t.header("alg", List.of("RS256"))),
                token("alg as a number", WRONG_ALGORITHM, t -> t.header("alg", 256)),
                token("alg null", WRONG_ALGORITHM, t -> t.headerText(json -> json.replace("\"RS256\"", "null"))),
                token(
                        "HS256 with the public key as the secret",
                        WRONG_ALGORITHM,
                        t -> t.header("alg", "HS256").signedByHmac(PUBLIC_KEY)),
                token(
                        "HS256 with the key's PEM as the secret",
                        WRONG_ALGORITHM,
                        t -> t.header("alg", "HS256").signedByHmac(PEM.getBytes(StandardCharsets.US_ASCII))),
                token(
                        "HS256 with the key set's own secret",
                        WRONG_ALGORITHM,
                        t -> t.header("alg", "HS256")
                                .header("kid", "shared")
                                .signedByHmac(
                                        "a secret of at least thirty-two bytes".getBytes(StandardCharsets.US_ASCII))),
                token(
                        "ES256 with r and s zero",
                        WRONG_ALGORITHM,
                        t -> t.header("alg", "ES256").header("kid", "curve").signature(_ -> new byte[64])));
        return Stream.concat(names, others);
    }

    private static Stream<HostileToken> key() {
        return Stream.of(
                token("no kid", NO_KEY_ID, t -> t.headerWithout("kid")),
                token("KID", NO_KEY_ID, t -> t.headerWithout("kid").header("KID", KEY_ID)),
                token("kid null", NO_KEY_ID, t -> t.headerText(json -> json.replace("\"" + KEY_ID + "\"", "null"))),
                token("kid a number", NO_KEY_ID, t -> t.header("kid", 1)),
                token("kid a list", NO_KEY_ID, t -> t.header("kid", List.of(KEY_ID))),
                token("kid empty", NO_KEY_ID, t -> t.header("kid", "")),
                token("kid too long", NO_KEY_ID, t -> t.header("kid", "k".repeat(257))),
                token("kid of nobody", UNKNOWN_KEY, t -> t.header("kid", "key-2")),
                token("kid in capitals", UNKNOWN_KEY, t -> t.header("kid", "KEY-1")),
                token("kid and a space", UNKNOWN_KEY, t -> t.header("kid", KEY_ID + " ")),
                token("kid and a zero character", UNKNOWN_KEY, t -> t.header("kid", KEY_ID + "\0")),
                token("kid as a path", UNKNOWN_KEY, t -> t.header("kid", "../../dev/null")),
                token("kid as an address", UNKNOWN_KEY, t -> t.header("kid", "http://127.0.0.1:1/keys")),
                token("kid as SQL", UNKNOWN_KEY, t -> t.header("kid", "' UNION SELECT 'key")),
                token(
                        "a 1024-bit key",
                        UNKNOWN_KEY,
                        t -> t.header("kid", "short").signedBy(SHORT_KEY)),
                token(
                        "a key for encryption",
                        UNKNOWN_KEY,
                        t -> t.header("kid", "encrypts").signedBy(OTHER_KEY)),
                token(
                        "a key whose operations do not verify",
                        UNKNOWN_KEY,
                        t -> t.header("kid", "wraps").signedBy(OTHER_KEY)),
                token(
                        "a key of another algorithm",
                        UNKNOWN_KEY,
                        t -> t.header("kid", "rs512").signedBy(OTHER_KEY)),
                token(
                        "a key with the exponent 1",
                        UNKNOWN_KEY,
                        t -> t.header("kid", "exponent-1").signedForExponentOne()),
                token("an id that two keys have", UNKNOWN_KEY, t -> t.header("kid", "twice")),
                token("a key of a curve", UNKNOWN_KEY, t -> t.header("kid", "curve")),
                token("a shared secret", UNKNOWN_KEY, t -> t.header("kid", "shared")));
    }

    private static Stream<HostileToken> signature() {
        Map<String, Object> ownKey = jwk(KEY_ID, OTHER_KEY);
        return Stream.of(
                token("signed by somebody else", WRONG_SIGNATURE, t -> t.signedBy(OTHER_KEY)),
                token(
                        "signed by the key in its jwk",
                        WRONG_SIGNATURE,
                        t -> t.header("jwk", ownKey).signedBy(OTHER_KEY)),
                token(
                        "signed by a key that its jku names",
                        WRONG_SIGNATURE,
                        t -> t.header("jku", "http://127.0.0.1:1/jwks.json").signedBy(OTHER_KEY)),
                token(
                        "signed by a key that its x5u names",
                        WRONG_SIGNATURE,
                        t -> t.header("x5u", "http://127.0.0.1:1/cert.pem").signedBy(OTHER_KEY)),
                token(
                        "signed by a key in its x5c",
                        WRONG_SIGNATURE,
                        t -> t.header(
                                        "x5c",
                                        List.of(Base64.getEncoder()
                                                .encodeToString(
                                                        OTHER_KEY.getPublic().getEncoded())))
                                .signedBy(OTHER_KEY)),
                token("RS256 over an HMAC of the public key", WRONG_SIGNATURE, t -> t.signedByHmac(PUBLIC_KEY)),
                token("another digest: SHA-1", WRONG_SIGNATURE, t -> t.signedWith("SHA1withRSA")),
                token("another digest: SHA-512", WRONG_SIGNATURE, t -> t.signedWith("SHA512withRSA")),
                token("no digest", WRONG_SIGNATURE, t -> t.signedForExponentOne()),
                token("garbage behind the digest", WRONG_SIGNATURE, t -> t.signedWithGarbageBehindTheDigest()),
                token("a short signature", WRONG_SIGNATURE, t -> t.signature(bytes -> Arrays.copyOf(bytes, 3))),
                token(
                        "a signature with a byte less",
                        WRONG_SIGNATURE,
                        t -> t.signature(bytes -> Arrays.copyOf(bytes, 255))),
                token(
                        "a signature with a byte more",
                        WRONG_SIGNATURE,
                        t -> t.signature(bytes -> Arrays.copyOf(bytes, 257))),
                token("a signature of zeros", WRONG_SIGNATURE, t -> t.signature(_ -> new byte[256])),
                token("a signature of ones", WRONG_SIGNATURE, t -> t.signature(_ -> filled(0xFF))),
                token("a bit of the signature", WRONG_SIGNATURE, t -> t.signature(HostileTokens::flipped)),
                token(
                        "another payload under it",
                        WRONG_SIGNATURE,
                        t -> t.part(1, part -> replaced(part, "read", "wr"))),
                token(
                        "another header over it",
                        WRONG_SIGNATURE,
                        t -> t.part(0, part -> replaced(part, "{", "{\"a\":1,"))),
                token(
                        "the signature of another token",
                        WRONG_SIGNATURE,
                        t -> t.part(
                                2, _ -> good().claim("jti", "other").compact().split("\\.")[2])));
    }

    private static Stream<HostileToken> payload() {
        return Stream.of(
                token("claims that are a list", MALFORMED_PAYLOAD, t -> t.payloadText(_ -> "[]")),
                token("claims that are null", MALFORMED_PAYLOAD, t -> t.payloadText(_ -> "null")),
                token("claims that are no JSON", MALFORMED_PAYLOAD, t -> t.payloadText(_ -> "{iss}")),
                token("claims cut short", MALFORMED_PAYLOAD, t -> t.payloadText(json -> json.replace("}", ""))),
                token("claims and more", MALFORMED_PAYLOAD, t -> t.payloadText(json -> json + "x")),
                token("claims with a byte order mark", MALFORMED_PAYLOAD, t -> t.payloadText(json -> "\uFEFF" + json)),
                token("claims in UTF-16", MALFORMED_PAYLOAD, t -> t.payloadBytes(HostileTokens::utf16)),
                token(
                        "claims in Latin-1",
                        MALFORMED_PAYLOAD,
                        t -> t.payloadBytes(
                                json -> first(new String(json, StandardCharsets.UTF_8), "\"name\":\"Zo\u00EB\"")
                                        .getBytes(StandardCharsets.ISO_8859_1))),
                token("exp twice", MALFORMED_PAYLOAD, t -> t.payloadText(json -> first(json, "\"exp\":1"))),
                token(
                        "scope twice, once escaped",
                        MALFORMED_PAYLOAD,
                        t -> t.payloadText(json -> first(json, "\"\\u0073cope\":\"max-weather/write:forecast\""))),
                token(
                        "client_id twice",
                        MALFORMED_PAYLOAD,
                        t -> t.payloadText(json -> first(json, "\"client_id\":\"internal-console\""))),
                token(
                        "a member twice deep inside",
                        MALFORMED_PAYLOAD,
                        t -> t.payloadText(json -> first(json, "\"x\":[{\"a\":1,\"a\":2}]"))),
                token("claims nested 9 deep", MALFORMED_PAYLOAD, t -> t.payloadText(json -> first(json, nested(8)))),
                token(
                        "claims nested 900 deep",
                        MALFORMED_PAYLOAD,
                        t -> t.payloadText(json -> first(json, nested(900)))),
                token(
                        "a number of 500 digits",
                        MALFORMED_PAYLOAD,
                        t -> t.payloadText(json -> first(json, "\"x\":" + "1".repeat(500)))),
                token("a number that is none", MALFORMED_PAYLOAD, t -> t.payloadText(json -> first(json, "\"x\":NaN"))),
                token(
                        "a line break in a text",
                        MALFORMED_PAYLOAD,
                        t -> t.payloadText(json -> first(json, "\"x\":\"a\nb\""))));
    }

    private static Stream<HostileToken> identity() {
        return Stream.of(
                token("no issuer", MISSING_CLAIM, t -> t.without("iss")),
                token("another pool", WRONG_ISSUER, t -> t.claim("iss", ISSUER + "2")),
                token(
                        "another region's pool",
                        WRONG_ISSUER,
                        t -> t.claim("iss", ISSUER.replace("ap-south", "eu-west"))),
                token("the issuer and a slash", WRONG_ISSUER, t -> t.claim("iss", ISSUER + "/")),
                token("the issuer in capitals", WRONG_ISSUER, t -> t.claim("iss", ISSUER.replace("https", "HTTPS"))),
                token("the issuer without TLS", WRONG_ISSUER, t -> t.claim("iss", ISSUER.replace("https", "http"))),
                token("the issuer before an at sign", WRONG_ISSUER, t -> t.claim("iss", ISSUER + "@evil.example")),
                token("an empty issuer", WRONG_ISSUER, t -> t.claim("iss", "")),
                token("an issuer in a list", WRONG_CLAIM_TYPE, t -> t.claim("iss", List.of(ISSUER))),
                token(
                        "an ID token",
                        NOT_AN_ACCESS_TOKEN,
                        t -> t.claim("token_use", "id")
                                .claim("aud", "acme-weather")
                                .without("client_id")),
                token("a refresh token", NOT_AN_ACCESS_TOKEN, t -> t.claim("token_use", "refresh")),
                token("no token_use", MISSING_CLAIM, t -> t.without("token_use")),
                token("token_use in capitals", NOT_AN_ACCESS_TOKEN, t -> t.claim("token_use", "ACCESS")),
                token("token_use as a list", WRONG_CLAIM_TYPE, t -> t.claim("token_use", List.of("access", "id"))),
                token("no client", MISSING_CLAIM, t -> t.without("client_id")),
                token("an empty client", WRONG_CLAIM_TYPE, t -> t.claim("client_id", "")),
                token("a client with a line break", WRONG_CLAIM_TYPE, t -> t.claim("client_id", "a\r\nX-Evil: 1")),
                token("a client with quotes", WRONG_CLAIM_TYPE, t -> t.claim("client_id", "a\",\"plan\":\"internal")),
                token("a client with a backslash", WRONG_CLAIM_TYPE, t -> t.claim("client_id", "a\\")),
                token("a client with a slash", WRONG_CLAIM_TYPE, t -> t.claim("client_id", "a/b")),
                token("a client that is not ASCII", WRONG_CLAIM_TYPE, t -> t.claim("client_id", "\u0430cme-weather")),
                token("a client and a space", WRONG_CLAIM_TYPE, t -> t.claim("client_id", "acme-weather ")),
                token("a long client", WRONG_CLAIM_TYPE, t -> t.claim("client_id", "a".repeat(129))),
                token("a client as a number", WRONG_CLAIM_TYPE, t -> t.claim("client_id", 7)),
                token("clients in a list", WRONG_CLAIM_TYPE, t -> t.claim("client_id", List.of("acme-weather"))));
    }

    private static Stream<HostileToken> times() {
        return Stream.of(
                token("expired by 60 s", EXPIRED, t -> t.claim("exp", NOW - 60)),
                token("expired by 120 s", EXPIRED, t -> t.claim("exp", NOW - 120)),
                token("expired in 1970", EXPIRED, t -> t.claim("exp", 0)),
                token("expired next to nothing after 1970", EXPIRED, t -> t.payloadText(json -> exp(json, "1e-9999"))),
                token("no exp", MISSING_CLAIM, t -> t.without("exp")),
                token("exp null", WRONG_CLAIM_TYPE, t -> t.payloadText(json -> exp(json, "null"))),
                token("exp as text", WRONG_CLAIM_TYPE, t -> t.claim("exp", String.valueOf(NOW + 60))),
                token("exp as a list", WRONG_CLAIM_TYPE, t -> t.claim("exp", List.of(NOW + 60))),
                token("exp in milliseconds", WRONG_CLAIM_TYPE, t -> t.claim("exp", NOW * 1000)),
                token("exp below zero", WRONG_CLAIM_TYPE, t -> t.claim("exp", -1)),
                token("exp true", WRONG_CLAIM_TYPE, t -> t.claim("exp", true)),
                token("exp beyond a long", WRONG_CLAIM_TYPE, t -> t.payloadText(json -> exp(json, "9".repeat(30)))),
                token("exp beyond all", WRONG_CLAIM_TYPE, t -> t.payloadText(json -> exp(json, "1e999999999"))),
                token("no iat", MISSING_CLAIM, t -> t.without("iat")),
                token("iat as text", WRONG_CLAIM_TYPE, t -> t.claim("iat", "now")),
                token("iat below zero", WRONG_CLAIM_TYPE, t -> t.claim("iat", -1.5)),
                token("issued 61 s ahead", ISSUED_IN_THE_FUTURE, t -> t.claim("iat", NOW + 61)),
                token(
                        "issued a day ahead",
                        ISSUED_IN_THE_FUTURE,
                        t -> t.claim("iat", NOW + 86_400).claim("exp", NOW + 90_000)),
                token("not before 61 s from now", NOT_YET_VALID, t -> t.claim("nbf", NOW + 61)),
                token("nbf as text", WRONG_CLAIM_TYPE, t -> t.claim("nbf", "now")));
    }

    private static Stream<HostileToken> types() {
        return Stream.of(
                token("scope as a list", WRONG_CLAIM_TYPE, t -> t.claim("scope", List.of("max-weather/read:forecast"))),
                token("scope as an object", WRONG_CLAIM_TYPE, t -> t.claim("scope", Map.of())),
                token("groups as text", WRONG_CLAIM_TYPE, t -> t.claim("cognito:groups", "forecasters")),
                token("groups of numbers", WRONG_CLAIM_TYPE, t -> t.claim("cognito:groups", List.of("forecasters", 1))),
                token("groups of lists", WRONG_CLAIM_TYPE, t -> t.claim("cognito:groups", List.of(List.of("a")))),
                token("sub as a number", WRONG_CLAIM_TYPE, t -> t.claim("sub", 1)),
                token("jti as a list", WRONG_CLAIM_TYPE, t -> t.claim("jti", List.of())),
                token("username as an object", WRONG_CLAIM_TYPE, t -> t.claim("username", Map.of("is", "admin"))),
                token("aud as a number", WRONG_CLAIM_TYPE, t -> t.claim("aud", 1)),
                token("aud as a list of numbers", WRONG_CLAIM_TYPE, t -> t.claim("aud", List.of(1))),
                token("aud as an object", WRONG_CLAIM_TYPE, t -> t.claim("aud", Map.of(AUDIENCE, true))),
                token("aud true", WRONG_CLAIM_TYPE, t -> t.claim("aud", true)),
                token("aud null", WRONG_CLAIM_TYPE, t -> t.payloadText(json -> first(json, "\"aud\":null"))),
                token("the right aud and a number", WRONG_CLAIM_TYPE, t -> t.claim("aud", List.of(AUDIENCE, 1))),
                token(
                        "the right aud, a list deeper",
                        WRONG_CLAIM_TYPE,
                        t -> t.claim("aud", List.of(List.of(AUDIENCE)))),
                token(
                        "aud twice, once right",
                        MALFORMED_PAYLOAD,
                        t -> t.claim("aud", AUDIENCE).payloadText(json -> first(json, "\"aud\":\"x\""))));
    }

    /** Good tokens, but not for this API. */
    private static Stream<HostileToken> audience() {
        return Stream.of(
                token("no aud", WRONG_AUDIENCE, t -> t),
                token("an empty aud", WRONG_AUDIENCE, t -> t.claim("aud", "")),
                token("an empty list of aud", WRONG_AUDIENCE, t -> t.claim("aud", List.of())),
                token("Aud", WRONG_AUDIENCE, t -> t.claim("Aud", AUDIENCE)),
                token("audience for aud", WRONG_AUDIENCE, t -> t.claim("audience", AUDIENCE)),
                token("resource for aud", WRONG_AUDIENCE, t -> t.claim("resource", AUDIENCE)),
                token("aud in the header", WRONG_AUDIENCE, t -> t.header("aud", AUDIENCE)),
                token("another API's aud", WRONG_AUDIENCE, t -> t.claim("aud", "https://billing.kwangle.weather")),
                token(
                        "two auds of others",
                        WRONG_AUDIENCE,
                        t -> t.claim("aud", List.of("https://billing.kwangle.weather", "acme-weather"))),
                token("another aud twice", WRONG_AUDIENCE, t -> t.claim("aud", List.of("other", "other"))),
                token("the client as aud", WRONG_AUDIENCE, t -> t.claim("aud", "acme-weather")),
                token("aud and a slash", WRONG_AUDIENCE, t -> t.claim("aud", AUDIENCE + "/")),
                token("aud and its port", WRONG_AUDIENCE, t -> t.claim("aud", AUDIENCE + ":443")),
                token("aud and a path", WRONG_AUDIENCE, t -> t.claim("aud", AUDIENCE + "/v1")),
                token("aud and a fragment", WRONG_AUDIENCE, t -> t.claim("aud", AUDIENCE + "#")),
                token("aud and a domain", WRONG_AUDIENCE, t -> t.claim("aud", AUDIENCE + ".evil.example")),
                token("aud before an at sign", WRONG_AUDIENCE, t -> t.claim("aud", AUDIENCE + "@evil.example")),
                token("a part of aud", WRONG_AUDIENCE, t -> t.claim("aud", "https://api.kwangle")),
                token("aud without TLS", WRONG_AUDIENCE, t -> t.claim("aud", "http://api.kwangle.weather")),
                token("aud in capitals", WRONG_AUDIENCE, t -> t.claim("aud", "HTTPS://API.KWANGLE.WEATHER")),
                token("aud and a space", WRONG_AUDIENCE, t -> t.claim("aud", AUDIENCE + " ")),
                token("aud and a zero character", WRONG_AUDIENCE, t -> t.claim("aud", AUDIENCE + "\0")),
                token("auds in one text", WRONG_AUDIENCE, t -> t.claim("aud", "other " + AUDIENCE)),
                token(
                        "an aud that is not ASCII",
                        WRONG_AUDIENCE,
                        t -> t.claim("aud", "https://\u0430pi.kwangle.weather")),
                token("a list in a text", WRONG_AUDIENCE, t -> t.claim("aud", "[\"" + AUDIENCE + "\"]")));
    }

    private static HostileToken token(String what, Refusal refusal, UnaryOperator<ForgedToken> change) {
        return new HostileToken(what, refusal, change.apply(good()).compact());
    }

    private static ForgedToken good() {
        return ForgedToken.good();
    }

    private static Map<String, Object> with(Map<String, Object> jwk, String member, Object value) {
        jwk.put(member, value);
        return jwk;
    }

    private static Map<String, Object> without(Map<String, Object> jwk, String member) {
        jwk.remove(member);
        return jwk;
    }

    private static String upToSignature(String token) {
        return token.substring(0, token.lastIndexOf('.'));
    }

    /** Adds a member before the others. */
    private static String first(String json, String member) {
        return "{" + member + "," + json.substring(1);
    }

    private static String nested(int levels) {
        return "\"x\":" + "[".repeat(levels) + "]".repeat(levels);
    }

    private static String exp(String json, String value) {
        return json.replaceFirst("\"exp\":\\d+", "\"exp\":" + value);
    }

    private static String replaced(String part, String from, String to) {
        String json = new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
        return base64Url(json.replace(from, to));
    }

    private static byte[] utf16(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_16BE);
    }

    private static byte[] filled(int value) {
        byte[] bytes = new byte[256];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] flipped(byte[] signature) {
        signature[100] ^= 1;
        return signature;
    }
}
