package weather.kwangle.authorizer.jwks;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.KeyOperation;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import java.io.IOException;
import java.math.BigInteger;
import java.text.ParseException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import weather.kwangle.authorizer.json.JsonFormatException;
import weather.kwangle.authorizer.json.StrictJson;

/**
 * Reads a JWK Set (RFC 7517 section 5) and takes the keys that may verify our tokens; others in it are passed over, as
 * section 5 asks. A set without one usable key is no set.
 */
final class KeySetDocument {
    private static final int MAX_DEPTH = 4;
    private static final int MAX_KEYS = 100;
    private static final int MIN_KEY_BITS = 2048;
    private static final int MAX_KEY_BITS = 8192;
    private static final int MAX_KEY_ID = 256;

    /** Smaller exponents have a history of forged signatures; NIST SP 800-56B section 6.2 demands at least this. */
    private static final BigInteger MIN_EXPONENT = BigInteger.valueOf(65_537);

    private KeySetDocument() {}

    /** The usable keys by id, at least one. */
    static Map<String, VerificationKey> read(byte[] body) throws IOException {
        List<?> list = list(body);
        if (list.size() > MAX_KEYS) {
            throw new IOException("the key set has more than " + MAX_KEYS + " keys");
        }
        Map<String, VerificationKey> keys = new HashMap<>();
        Set<String> ambiguous = new HashSet<>();
        for (Object entry : list) {
            usable(entry).ifPresent(key -> {
                if (keys.putIfAbsent(key.id(), key) != null) {
                    ambiguous.add(key.id());
                }
            });
        }
        keys.keySet().removeAll(ambiguous);
        if (keys.isEmpty()) {
            throw new IOException("the key set has no key that can verify RS256 signatures");
        }
        return Map.copyOf(keys);
    }

    private static List<?> list(byte[] body) throws IOException {
        try {
            if (StrictJson.object(body, MAX_DEPTH).get("keys") instanceof List<?> list) {
                return list;
            }
        } catch (JsonFormatException e) {
            throw new IOException("the key set is not JSON: " + e.getMessage(), e);
        }
        throw new IOException("the key set has no array named keys");
    }

    private static Optional<VerificationKey> usable(Object entry) {
        if (!(entry instanceof Map<?, ?> members)) {
            return Optional.empty();
        }
        Map<String, Object> jwk = new HashMap<>();
        members.forEach((name, value) -> jwk.put(String.valueOf(name), value));
        try {
            RSAKey key = RSAKey.parse(jwk);
            return isUsable(key) ? Optional.of(VerificationKey.of(key.getKeyID(), key)) : Optional.empty();
        } catch (ParseException | JOSEException | IllegalArgumentException | ClassCastException e) {
            return Optional.empty();
        }
    }

    private static boolean isUsable(RSAKey key) {
        BigInteger exponent = key.getPublicExponent().decodeToBigInteger();
        int bits = key.getModulus().decodeToBigInteger().bitLength();
        return key.getKeyID() != null
                && !key.getKeyID().isEmpty()
                && key.getKeyID().length() <= MAX_KEY_ID
                && (key.getKeyUse() == null || KeyUse.SIGNATURE.equals(key.getKeyUse()))
                && (key.getKeyOperations() == null || key.getKeyOperations().contains(KeyOperation.VERIFY))
                && (key.getAlgorithm() == null || JWSAlgorithm.RS256.equals(key.getAlgorithm()))
                && !key.isPrivate()
                && bits >= MIN_KEY_BITS
                && bits <= MAX_KEY_BITS
                && exponent.compareTo(MIN_EXPONENT) >= 0
                && exponent.bitLength() <= 64
                && exponent.testBit(0);
    }
}
