package weather.kwangle.authorizer.jwks;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.interfaces.RSAPublicKey;

/** A key that signs tokens with RS256. Two are equal when id, modulus and exponent are. */
public final class VerificationKey {
    private final String id;
    private final RSAPublicKey publicKey;
    private final JWSVerifier verifier;

    private VerificationKey(String id, RSAPublicKey publicKey) {
        this.id = id;
        this.publicKey = publicKey;
        this.verifier = new RSASSAVerifier(publicKey);
    }

    static VerificationKey of(String id, RSAKey key) throws JOSEException {
        return of(id, key.toRSAPublicKey());
    }

    /** A key that its maker vouches for; keys from elsewhere come through a key set, which checks them. */
    public static VerificationKey of(String id, RSAPublicKey key) {
        return new VerificationKey(id, key);
    }

    /** The key's {@code kid}. */
    public String id() {
        return id;
    }

    /** Checks RS256 signatures by this key; safe for use by many threads. */
    public JWSVerifier verifier() {
        return verifier;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerificationKey key
                && id.equals(key.id)
                && publicKey.getModulus().equals(key.publicKey.getModulus())
                && publicKey.getPublicExponent().equals(key.publicKey.getPublicExponent());
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return "VerificationKey[" + id + "]";
    }
}
