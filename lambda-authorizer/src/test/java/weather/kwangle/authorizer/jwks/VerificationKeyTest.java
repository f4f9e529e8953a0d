package weather.kwangle.authorizer.jwks;

import static org.assertj.core.api.Assertions.assertThat;
import static weather.kwangle.authorizer.token.TokenForge.KEY;
import static weather.kwangle.authorizer.token.TokenForge.OTHER_KEY;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.RSAKey;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.RSAPublicKeySpec;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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
    void what_it_was_asked_before_changes_no_answer() throws Exception {
        VerificationKey key = key("one", KEY);
        byte[] text = {1, 2, 3};
        byte[] signature = signature(KEY, text);

        for (int i = 0; i < 2; i++) {
            assertThat(key.verifies(text, signature)).isTrue();
            assertThat(key.verifies(text, signature(OTHER_KEY, text))).isFalse();
            assertThat(key.verifies(new byte[] {1, 2}, signature)).isFalse();
            assertThat(key.verifies(text, new byte[] {1})).isFalse();
            assertThat(key.verifies(text, new byte[0])).isFalse();
        }
    }

    @Test
    void several_threads_may_ask_it_at_once() throws Exception {
        VerificationKey key = key("one", KEY);
        byte[] text = {1, 2, 3};
        byte[] signature = signature(KEY, text);
        byte[] other = signature(OTHER_KEY, text);
        CyclicBarrier start = new CyclicBarrier(4);

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> wrong = IntStream.range(0, 4)
                    .mapToObj(thread -> threads.submit(() -> {
                        start.await(10, TimeUnit.SECONDS);
                        int count = 0;
                        for (int i = 0; i < 500; i++) {
                            boolean mayPass = (i + thread) % 2 == 0;
                            count += key.verifies(text, mayPass ? signature : other) == mayPass ? 0 : 1;
                        }
                        return count;
                    }))
                    .toList();
            for (Future<Integer> count : wrong) {
                assertThat(count.get(10, TimeUnit.SECONDS)).isZero();
            }
        }
    }

    private static byte[] signature(KeyPair pair, byte[] text) throws GeneralSecurityException {
        Signature signer = Signature.getInstance("SHA256withRSA");
        signer.initSign(pair.getPrivate());
        signer.update(text);
        return signer.sign();
    }

    @Test
    void only_its_id_is_printed() throws Exception {
        assertThat(key("one", KEY)).hasToString("VerificationKey[one]");
    }

    private static VerificationKey key(String id, KeyPair pair) throws JOSEException {
        return VerificationKey.of(id, new RSAKey.Builder((RSAPublicKey) pair.getPublic()).build());
    }
}
