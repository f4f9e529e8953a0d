package weather.kwangle.authorizer.jwks;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.RSAPublicKey;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A key that signs tokens with RS256. Two are equal when id, modulus and exponent are. */
public final class VerificationKey {
    private final String id;
    private final RSAPublicKey publicKey;

    /**
     * One that has answered and so is as good as new; to find and set up another takes the JDK 2 KB and a third of a
     * microsecond. A function has one thread; where there are more, those that come too late make their own.
     */
    private final AtomicReference<@Nullable Signature> spare = new AtomicReference<>();

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
            Signature rs256 = ready();
            rs256.update(signedText);
            boolean fits = rs256.verify(signature);
            spare.set(rs256);
            return fits;
        } catch (SignatureException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JVM has RS256, and the key was checked", e);
        }
    }

    private Signature ready() throws GeneralSecurityException {
        Signature used = spare.getAndSet(null);
        if (used != null) {
            return used;
        }
        Signature made = Signature.getInstance("SHA256withRSA");
        made.initVerify(publicKey);
        return made;
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
