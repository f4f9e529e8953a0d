package weather.kwangle.edge;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Signs assertions with the first key as compact JWS (RFC 7515), algorithm HS256. Safe for use by many threads. */
public final class EdgeAssertionSigner {
    private final JWSHeader header;
    private final JWSSigner signer;

    public EdgeAssertionSigner(EdgeKeys keys) {
        EdgeKeys.EdgeKey key = keys.signing();
        this.header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                .keyID(key.id())
                .type(Wire.TYPE)
                .build();
        try {
            this.signer = new MACSigner(key.secret());
        } catch (JOSEException e) {
            throw new IllegalStateException("HS256 is not available in this JVM", e);
        }
    }

    /**
     * The compact form of the assertion.
     *
     * @throws IllegalArgumentException if it would be longer than {@link EdgeAssertion#MAX_LENGTH}
     */
    public String sign(EdgeAssertion assertion) {
        JWSObject jws = new JWSObject(header, new Payload(claims(assertion)));
        try {
            jws.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("HS256 is not available in this JVM", e);
        }
        String compact = jws.serialize();
        if (compact.length() > EdgeAssertion.MAX_LENGTH) {
            throw new IllegalArgumentException("the assertion has %d characters, at most %d fit the header"
                    .formatted(compact.length(), EdgeAssertion.MAX_LENGTH));
        }
        return compact;
    }

    private static Map<String, Object> claims(EdgeAssertion assertion) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", Wire.ISSUER);
        claims.put("aud", Wire.AUDIENCE);
        claims.put("iat", assertion.issuedAt().getEpochSecond());
        claims.put("exp", assertion.expiresAt().getEpochSecond());
        claims.put("jti", assertion.requestId());
        claims.put("sub", assertion.client());
        claims.put("plan", assertion.plan());
        claims.put("op", assertion.operation());
        claims.put("scope", String.join(" ", new TreeSet<>(assertion.scopes())));
        claims.put("decision", assertion.decision().wireName());
        claims.put("limits", limits(assertion.limits()));
        claims.put("policyVersion", assertion.policyVersion());
        return claims;
    }

    private static List<Map<String, Object>> limits(List<Limit> limits) {
        return limits.stream().map(EdgeAssertionSigner::limit).toList();
    }

    private static Map<String, Object> limit(Limit limit) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("name", limit.name());
        members.put("q", limit.quota());
        members.put("w", limit.windowSeconds());
        members.put("r", limit.remaining());
        members.put("t", limit.resetSeconds());
        return members;
    }
}
