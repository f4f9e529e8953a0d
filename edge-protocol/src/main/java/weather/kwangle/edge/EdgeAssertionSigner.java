package weather.kwangle.edge;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
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

    private final String encodedHeader;
    private final Mac keyed;

    public EdgeAssertionSigner(EdgeKeys keys) {
        EdgeKeys.EdgeKey key = keys.signing();
        this.encodedHeader = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .keyID(key.id())
                .type(Wire.TYPE)
                .build()
                .toBase64URL()
                .toString();
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
        String signed =
                encodedHeader + "." + BASE64URL.encodeToString(claims(assertion).getBytes(StandardCharsets.US_ASCII));
        String compact =
                signed + "." + BASE64URL.encodeToString(mac().doFinal(signed.getBytes(StandardCharsets.US_ASCII)));
        if (compact.length() > EdgeAssertion.MAX_LENGTH) {
            throw new IllegalArgumentException("the assertion has %d characters, at most %d fit the header"
                    .formatted(compact.length(), EdgeAssertion.MAX_LENGTH));
        }
        return compact;
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
        StringBuilder json = new StringBuilder(512).append('{');
        text(json, "iss", Wire.ISSUER).append(',');
        text(json, "aud", Wire.AUDIENCE).append(',');
        number(json, "iat", assertion.issuedAt().getEpochSecond()).append(',');
        number(json, "exp", assertion.expiresAt().getEpochSecond()).append(',');
        text(json, "jti", assertion.requestId()).append(',');
        text(json, "sub", assertion.client()).append(',');
        text(json, "plan", assertion.plan()).append(',');
        text(json, "op", assertion.operation()).append(',');
        text(json, "scope", String.join(" ", new TreeSet<>(assertion.scopes()))).append(',');
        text(json, "decision", assertion.decision().wireName()).append(",\"limits\":[");
        String separator = "";
        for (Limit limit : assertion.limits()) {
            limit(json.append(separator), limit);
            separator = ",";
        }
        return text(json.append("],"), "policyVersion", assertion.policyVersion())
                .append('}')
                .toString();
    }

    private static void limit(StringBuilder json, Limit limit) {
        text(json.append('{'), "name", limit.name()).append(',');
        number(json, "q", limit.quota()).append(',');
        number(json, "w", limit.windowSeconds()).append(',');
        number(json, "r", limit.remaining()).append(',');
        number(json, "t", limit.resetSeconds()).append('}');
    }

    private static StringBuilder number(StringBuilder json, String name, long value) {
        return json.append('"').append(name).append("\":").append(value);
    }

    /** An assertion holds printable ASCII only, of which JSON escapes two characters (RFC 8259 section 7). */
    private static StringBuilder text(StringBuilder json, String name, String value) {
        json.append('"').append(name).append("\":\"");
        if (value.indexOf('"') < 0 && value.indexOf('\\') < 0) {
            return json.append(value).append('"');
        }
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\');
            }
            json.append(c);
        }
        return json.append('"');
    }
}
