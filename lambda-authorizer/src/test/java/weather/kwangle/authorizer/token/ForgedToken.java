package weather.kwangle.authorizer.token;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import weather.kwangle.authorizer.TestClock;
import weather.kwangle.authorizer.json.JsonText;

/** A token in the making: a good one of acme-weather until something about it is changed. */
public final class ForgedToken {
    /** Stands before the digest in an RS256 signature (RFC 8017 section 9.2, note 1). */
    private static final String DIGEST_INFO = "3031300d060960864801650304020105000420";

    private final Map<String, Object> header = new LinkedHashMap<>();
    private final Map<String, Object> claims = TokenForge.claims(TestClock.START, claims -> {});
    private UnaryOperator<byte[]> headerBytes = UnaryOperator.identity();
    private UnaryOperator<byte[]> payloadBytes = UnaryOperator.identity();
    private UnaryOperator<String> compact = UnaryOperator.identity();
    private Signer signer = text -> sign("SHA256withRSA", TokenForge.KEY, text);

    /** Makes the third part out of the first two. */
    private interface Signer {
        byte[] sign(byte[] signedText) throws GeneralSecurityException;
    }

    private ForgedToken() {
        header.put("kid", TokenForge.KEY_ID);
        header.put("alg", "RS256");
    }

    public static ForgedToken good() {
        return new ForgedToken();
    }

    public ForgedToken header(String member, Object value) {
        header.put(member, value);
        return this;
    }

    public ForgedToken headerWithout(String member) {
        header.remove(member);
        return this;
    }

    /** Changes the header's JSON, as objects cannot. */
    public ForgedToken headerText(UnaryOperator<String> change) {
        return headerBytes(text(change));
    }

    public ForgedToken headerBytes(UnaryOperator<byte[]> change) {
        headerBytes = change;
        return this;
    }

    public ForgedToken claim(String name, Object value) {
        claims.put(name, value);
        return this;
    }

    public ForgedToken without(String claim) {
        claims.remove(claim);
        return this;
    }

    /** Changes the payload's JSON, as objects cannot. */
    public ForgedToken payloadText(UnaryOperator<String> change) {
        return payloadBytes(text(change));
    }

    public ForgedToken payloadBytes(UnaryOperator<byte[]> change) {
        payloadBytes = change;
        return this;
    }

    public ForgedToken signedBy(KeyPair key) {
        signer = text -> sign("SHA256withRSA", key, text);
        return this;
    }

    /** By the issuer's own key, but in another way. */
    public ForgedToken signedWith(String algorithm) {
        signer = text -> sign(algorithm, TokenForge.KEY, text);
        return this;
    }

    public ForgedToken signedByHmac(byte[] secret) {
        signer = text -> {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac.doFinal(text);
        };
        return this;
    }

    /** What verifies under any modulus whose exponent is 1: the padded digest itself. */
    public ForgedToken signedForExponentOne() {
        signer = text -> padded(text, 256, "");
        return this;
    }

    /** Short padding and something behind the digest, which lenient readers of it take (RFC 8017 section 8.2.2). */
    public ForgedToken signedWithGarbageBehindTheDigest() {
        signer = text -> {
            RSAPrivateKey key = (RSAPrivateKey) TokenForge.KEY.getPrivate();
            byte[] message = padded(text, 128, "00".repeat(128));
            byte[] power = new BigInteger(1, message)
                    .modPow(key.getPrivateExponent(), key.getModulus())
                    .toByteArray();
            byte[] signature = new byte[256];
            int length = Math.min(power.length, signature.length);
            System.arraycopy(power, power.length - length, signature, signature.length - length, length);
            return signature;
        };
        return this;
    }

    public ForgedToken signature(UnaryOperator<byte[]> change) {
        Signer good = signer;
        signer = text -> change.apply(good.sign(text));
        return this;
    }

    /** Changes the finished text. */
    public ForgedToken compact(UnaryOperator<String> change) {
        compact = change;
        return this;
    }

    /** Changes one part of the finished text: 0 is the header, 1 the payload, 2 the signature. */
    public ForgedToken part(int index, UnaryOperator<String> change) {
        return compact(text -> {
            String[] parts = text.split("\\.");
            parts[index] = change.apply(parts[index]);
            return String.join(".", parts);
        });
    }

    public String compact() {
        String signedText = TokenForge.base64Url(headerBytes.apply(utf8(JsonText.of(header)))) + "."
                + TokenForge.base64Url(payloadBytes.apply(utf8(JsonText.of(claims))));
        try {
            return compact.apply(signedText + "." + TokenForge.base64Url(signer.sign(utf8(signedText))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static UnaryOperator<byte[]> text(UnaryOperator<String> change) {
        return bytes -> utf8(change.apply(new String(bytes, StandardCharsets.UTF_8)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] sign(String algorithm, KeyPair key, byte[] text) throws GeneralSecurityException {
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key.getPrivate());
        signature.update(text);
        return signature.sign();
    }

    private static byte[] padded(byte[] text, int length, String hexBehind) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text);
        byte[] end = HexFormat.of().parseHex("00" + DIGEST_INFO + HexFormat.of().formatHex(digest));
        byte[] message = new byte[length];
        Arrays.fill(message, (byte) 0xFF);
        message[0] = 0;
        message[1] = 1;
        System.arraycopy(end, 0, message, length - end.length, end.length);
        byte[] behind = HexFormat.of().parseHex(hexBehind);
        byte[] whole = Arrays.copyOf(message, length + behind.length);
        System.arraycopy(behind, 0, whole, length, behind.length);
        return whole;
    }
}
