package weather.kwangle.authorizer.jwks;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPublicKey;

/** A key that signs tokens with RS256. Two are equal when id, modulus and exponent are. */
public final class VerificationKey {
    private final String id;
    private final RSAPublicKey publicKey;

    private VerificationKey(String id, RSAPublicKey publicKey) {
        this.id = id;
        this.publicKey = publicKey;
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

    /**
     * Whether a signature by RS256 (RFC 7518 section 3.3) fits this key and a text.
     *
     * @return false for a signature of another length or form too
     */
    public boolean verifies(byte[] signedText, byte[] signature) {
        try {
            Signature rs256 = Signature.getInstance("SHA256withRSA");
            rs256.initVerify(publicKey);
            rs256.update(signedText);
            return rs256.verify(signature);
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has RS256, and the key was checked", e);
        }
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
