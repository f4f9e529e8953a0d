package weather.kwangle.edge;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.TreeSet;
import javax.crypto.Mac;

/**
 * Signs assertions with the first key as compact JWS (RFC 7515), algorithm HS256. Safe for use by many threads.
 *
 * <p>Every request pays for it, so the claims are written as text at once and the header is encoded once for all; the
 * JDK signs. Assertions are verified with a library's code, so that both have to agree.
 */
public final class EdgeAssertionSigner {
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    private static final String FIRST_CLAIMS =
            "{\"iss\":\"" + Wire.ISSUER + "\",\"aud\":\"" + Wire.AUDIENCE + "\",\"iat\":";

    /** The header and its dot, as they are signed. */
    private final byte[] start;

    private final Mac keyed;

    public EdgeAssertionSigner(EdgeKeys keys) {
        EdgeKeys.EdgeKey key = keys.signing();
        String header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .keyID(key.id())
                .type(Wire.TYPE)
                .build()
                .toBase64URL()
                .toString();
        this.start = (header + ".").getBytes(StandardCharsets.US_ASCII);
        try {
            this.keyed = Mac.getInstance("HmacSHA256");
            keyed.init(key.secret());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HS256 is not available in this JVM", e);
        }
    }

    /**
     * The compact form of the assertion.
     *
     * @throws IllegalArgumentException if it would be longer than {@link EdgeAssertion#MAX_LENGTH}
     */
    public String sign(EdgeAssertion assertion) {
        byte[] claims = BASE64URL.encode(claims(assertion).getBytes(StandardCharsets.US_ASCII));
        Mac mac = mac();
        mac.update(start);
        mac.update(claims);
        byte[] signature = BASE64URL.encode(mac.doFinal());
        int length = start.length + claims.length + 1 + signature.length;
        if (length > EdgeAssertion.MAX_LENGTH) {
            throw new IllegalArgumentException("the assertion has %d characters, at most %d fit the header"
                    .formatted(length, EdgeAssertion.MAX_LENGTH));
        }
        byte[] compact = ByteBuffer.allocate(length)
                .put(start)
                .put(claims)
                .put((byte) '.')
                .put(signature)
                .array();
        return new String(compact, StandardCharsets.ISO_8859_1);
    }

    /** A copy for one request: setting up the key takes as long as signing. */
    private Mac mac() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("every JVM can copy HS256", e);
        }
    }

    private static String claims(EdgeAssertion assertion) {
        StringBuilder json = new StringBuilder(768).append(FIRST_CLAIMS);
        json.append(assertion.issuedAt().getEpochSecond()).append(",\"exp\":");
        json.append(assertion.expiresAt().getEpochSecond()).append(",\"jti\":\"");
        text(json, assertion.requestId()).append("\",\"sub\":\"");
        text(json, assertion.client()).append("\",\"plan\":\"");
        text(json, assertion.plan()).append("\",\"op\":\"");
        text(json, assertion.operation()).append("\",\"scope\":\"");
        text(json, String.join(" ", new TreeSet<>(assertion.scopes()))).append("\",\"decision\":\"");
        json.append(assertion.decision().wireName()).append("\",\"limits\":[");
        String separator = "";
        for (Limit limit : assertion.limits()) {
            limit(json.append(separator), limit);
            separator = ",";
        }
        json.append("],\"policyVersion\":\"");
        return text(json, assertion.policyVersion()).append("\"}").toString();
    }

    private static void limit(StringBuilder json, Limit limit) {
        text(json.append("{\"name\":\""), limit.name()).append("\",\"q\":");
        json.append(limit.quota()).append(",\"w\":");
        json.append(limit.windowSeconds()).append(",\"r\":");
        json.append(limit.remaining()).append(",\"t\":");
        json.append(limit.resetSeconds()).append('}');
    }

    /** An assertion holds printable ASCII only, of which JSON escapes two characters (RFC 8259 section 7). */
    private static StringBuilder text(StringBuilder json, String value) {
        if (value.indexOf('"') < 0 && value.indexOf('\\') < 0) {
            return json.append(value);
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\');
            }
            json.append(c);
        }
        return json;
    }
}
