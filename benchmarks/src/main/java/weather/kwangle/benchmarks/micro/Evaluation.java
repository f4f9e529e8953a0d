package weather.kwangle.benchmarks.micro;

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
import weather.kwangle.benchmarks.BenchPolicy;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.Caller;
import weather.kwangle.policy.PolicyParseException;

/** What the policy says about a caller and a request. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else
public class Evaluation {
    private static final int CALLERS = 1_000;

    @Param({"10", "1000", "100000"})
    public int clients;

    private final Instant now = Instant.now();
    private AccessPolicy policy;
    private Caller[] callers;
    private int next;

    @Setup
    public void read() throws PolicyParseException {
        policy = AccessPolicy.parse("policy.yaml", BenchPolicy.of(clients));
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
}
