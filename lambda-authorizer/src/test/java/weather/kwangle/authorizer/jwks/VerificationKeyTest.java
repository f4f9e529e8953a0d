package weather.kwangle.authorizer.jwks;

import static org.assertj.core.api.Assertions.assertThat;
import static weather.kwangle.authorizer.token.TokenForge.KEY;
import static weather.kwangle.authorizer.token.TokenForge.OTHER_KEY;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import java.math.BigInteger;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import org.junit.jupiter.api.Test;

class VerificationKeyTest {

    @Test
    void two_keys_are_equal_when_id_modulus_and_exponent_are() throws Exception {
        VerificationKey key = key("one", KEY);
        RSAPublicKey withAnotherExponent = (RSAPublicKey) KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(
                        ((RSAPublicKey) KEY.getPublic()).getModulus(), BigInteger.valueOf(65_539)));

        assertThat(key("one", KEY)).isEqualTo(key).hasSameHashCodeAs(key);
        assertThat(key("two", KEY)).isNotEqualTo(key).doesNotHaveSameHashCodeAs(key);
        assertThat(key("one", OTHER_KEY)).isNotEqualTo(key);
        assertThat(VerificationKey.of("one", new RSAKey.Builder(withAnotherExponent).build()))
                .isNotEqualTo(key);
        assertThat(key).isNotEqualTo("one");
    }

    @Test
    void only_its_id_is_printed() throws Exception {
        assertThat(key("one", KEY)).hasToString("VerificationKey[one]");
    }

    private static VerificationKey key(String id, KeyPair pair) throws JOSEException {
        return VerificationKey.of(id, new RSAKey.Builder((RSAPublicKey) pair.getPublic()).build());
    }
}
