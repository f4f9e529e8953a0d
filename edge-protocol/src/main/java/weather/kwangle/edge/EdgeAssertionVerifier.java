package weather.kwangle.edge;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import weather.kwangle.edge.EdgeVerification.Reason;
import weather.kwangle.edge.EdgeVerification.Refused;
import weather.kwangle.edge.EdgeVerification.Valid;

/**
 * Believes an assertion only when every check holds: JWS rules of RFC 7515 and RFC 8725 (one algorithm, explicit type,
 * no critical extensions), then our own claims. Safe for use by many threads.
 */
public final class EdgeAssertionVerifier {
    /**
     * How far the clocks of function and pod may be apart. Both follow the Amazon Time Sync Service to well under a
     * second; cutting times to whole seconds adds up to one. Two seconds cover both and barely stretch a lifetime of 30.
     */
    public static final Duration LEEWAY = Duration.ofSeconds(2);

    private static final Set<String> HEADER_PARAMETERS = Set.of("alg", "kid", "typ");

    private final Map<String, JWSVerifier> verifiers;
    private final Clock clock;

    public EdgeAssertionVerifier(EdgeKeys keys, Clock clock) {
        Map<String, JWSVerifier> byKeyId = new HashMap<>();
        for (EdgeKeys.EdgeKey key : keys.verifying()) {
            byKeyId.put(key.id(), verifier(key));
        }
        this.verifiers = Map.copyOf(byKeyId);
        this.clock = clock;
    }

    private static JWSVerifier verifier(EdgeKeys.EdgeKey key) {
        try {
            return new MACVerifier(key.secret());
        } catch (JOSEException e) {
            throw new IllegalStateException("HS256 is not available in this JVM", e);
        }
    }

    /** Checks the compact form. Never throws for what a caller sent. */
    public EdgeVerification verify(String compact) {
        if (compact.length() > EdgeAssertion.MAX_LENGTH) {
            return new Refused(Reason.TOO_LONG);
        }
        JWSObject jws;
        try {
            jws = JWSObject.parse(compact);
        } catch (ParseException | IllegalArgumentException e) {
            return new Refused(Reason.MALFORMED);
        }
        Optional<Reason> forged = checkHeader(jws.getHeader()).or(() -> checkSignature(jws));
        if (forged.isPresent()) {
            return new Refused(forged.get());
        }
        return readClaims(jws);
    }

    private Optional<Reason> checkHeader(JWSHeader header) {
        if (!HEADER_PARAMETERS.containsAll(header.toJSONObject().keySet())) {
            return Optional.of(Reason.UNEXPECTED_HEADER);
        }
        if (!Wire.TYPE.equals(header.getType())) {
            return Optional.of(Reason.WRONG_TYPE);
        }
        if (!JWSAlgorithm.HS256.equals(header.getAlgorithm())) {
            return Optional.of(Reason.WRONG_ALGORITHM);
        }
        if (header.getKeyID() == null || !verifiers.containsKey(header.getKeyID())) {
            return Optional.of(Reason.UNKNOWN_KEY);
        }
        return Optional.empty();
    }

    private Optional<Reason> checkSignature(JWSObject jws) {
        JWSVerifier verifier = verifiers.get(jws.getHeader().getKeyID());
        try {
            return verifier != null && jws.verify(verifier) ? Optional.empty() : Optional.of(Reason.WRONG_SIGNATURE);
        } catch (JOSEException e) {
            return Optional.of(Reason.WRONG_SIGNATURE);
        }
    }

    private EdgeVerification readClaims(JWSObject jws) {
        Map<String, Object> json = jws.getPayload().toJSONObject();
        if (json == null) {
            return new Refused(Reason.MALFORMED);
        }
        try {
            Claims claims = new Claims(json);
            if (!Wire.ISSUER.equals(claims.text("iss"))) {
                return new Refused(Reason.WRONG_ISSUER);
            }
            if (!Wire.AUDIENCE.equals(claims.text("aud"))) {
                return new Refused(Reason.WRONG_AUDIENCE);
            }
            return checkTimes(claims.assertion());
        } catch (IllegalArgumentException e) {
            return new Refused(Reason.WRONG_CLAIM);
        }
    }

    private EdgeVerification checkTimes(EdgeAssertion assertion) {
        Instant now = clock.instant();
        if (assertion.issuedAt().isAfter(now.plus(LEEWAY))) {
            return new Refused(Reason.NOT_YET_VALID);
        }
        if (!assertion.expiresAt().isAfter(now.minus(LEEWAY))) {
            return new Refused(Reason.EXPIRED);
        }
        return new Valid(assertion);
    }
}
