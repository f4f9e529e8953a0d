package weather.kwangle.benchmarks.micro;

import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
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
import org.openjdk.jmh.infra.Blackhole;
import weather.kwangle.authorizer.policy.PolicySnapshot;
import weather.kwangle.authorizer.policy.Shadow;
import weather.kwangle.benchmarks.BenchPolicy;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.Caller;
import weather.kwangle.policy.PolicyParseException;

/** What the policy says about a caller and a request, and what a candidate in its shadow costs beside it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else
public class Evaluation {
    private static final int CALLERS = 1_000;

    @Param({"10", "1000", "100000"})
    public int clients;

    private final Instant now = Instant.now();
    private final Shadow shadow = new Shadow(new PrintStream(OutputStream.nullOutputStream()), Clock.systemUTC());
    private AccessPolicy policy;
    private PolicySnapshot policies;
    private Caller[] callers;
    private int next;

    @Setup
    public void read() throws PolicyParseException {
        policy = AccessPolicy.parse("policy.yaml", BenchPolicy.of(clients));
        policies = new PolicySnapshot(
                policy, Optional.of(AccessPolicy.parse("candidate.yaml", BenchPolicy.candidateOf(clients))));
        callers = new Caller[Math.min(clients, CALLERS)];
        for (int i = 0; i < callers.length; i++) {
            callers[i] = new Caller(
                    BenchPolicy.client(i * (clients / callers.length)),
                    Set.of("max-weather/read:forecast"),
                    Set.of(),
                    Optional.empty());
        }
    }

    @Benchmark
    public void evaluate(Blackhole results) {
        next = next + 1 < callers.length ? next + 1 : 0;
        results.consume(policy.operationOf("GET", "/forecast"));
        results.consume(policy.evaluate(callers[next], now));
    }

    /** As most of a log is: both policies say the same. */
    @Benchmark
    public void shadow() {
        next = next + 1 < callers.length ? next + 1 : 0;
        shadow.observe(policies, callers[next], "GET", "/forecast", "8b0a2d7e-3c1f-4f5a-9d67-2f1f6a1b0c3d", now);
    }
}
