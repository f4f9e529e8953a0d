package weather.kwangle.benchmarks.micro;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.text.ParseException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import weather.kwangle.authorizer.token.TokenForge;
import weather.kwangle.benchmarks.Workload;

/** What others need for the same tokens: the JDK for the signature alone, a library for signature and claims. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else
public class Verification {
    /** The folder of the {@link Workload}. */
    @Param("")
    public String workload;

    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private PublicKey key;
    private List<String> tokens;
    private byte[][] signed;
    private byte[][] signatures;
    private int next;

    @Setup
    public void read() throws IOException, ParseException, JOSEException {
        Workload asked = new Workload(Path.of(workload));
        JWKSet keys = JWKSet.parse(asked.keySet());
        key = keys.getKeys().getFirst().toRSAKey().toRSAPublicKey();
        tokens = asked.tokens();
        signed = new byte[tokens.size()][];
        signatures = new byte[tokens.size()][];
        for (int i = 0; i < signed.length; i++) {
            int dot = tokens.get(i).lastIndexOf('.');
            signed[i] = tokens.get(i).substring(0, dot).getBytes(StandardCharsets.US_ASCII);
            signatures[i] = Base64.getUrlDecoder().decode(tokens.get(i).substring(dot + 1));
        }
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, new ImmutableJWKSet<>(keys)));
        processor.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                new JWTClaimsSet.Builder()
                        .issuer(TokenForge.ISSUER)
                        .claim("token_use", "access")
                        .build(),
                Set.of("exp", "iat", "client_id")));
    }

    /** RSA with 2048 bits and SHA-256, nothing else. */
    @Benchmark
    public boolean rsa() throws GeneralSecurityException {
        advance();
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(key);
        signature.update(signed[next]);
        if (!signature.verify(signatures[next])) {
            throw new IllegalStateException("the signature does not fit");
        }
        return true;
    }

    /** Nimbus's own processor: parse, find the key, verify, compare the claims. */
    @Benchmark
    public JWTClaimsSet nimbus() throws BadJOSEException, JOSEException, ParseException {
        advance();
        return processor.process(tokens.get(next), null);
    }

    private void advance() {
        next = next + 1 < signed.length ? next + 1 : 0;
    }
}
