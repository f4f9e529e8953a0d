package weather.kwangle.benchmarks.micro;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import weather.kwangle.authorizer.InMemoryTable;
import weather.kwangle.benchmarks.BenchPolicy;
import weather.kwangle.benchmarks.Workload;
import weather.kwangle.benchmarks.Workload.KeyServer;
import weather.kwangle.benchmarks.function.NoContext;

/** A whole decision, from the bytes of the event to those of the answer; the table is in memory, the log goes nowhere. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else
public class Decisions {
    @Param({"10", "1000", "100000"})
    public int clients;

    /** The folder of the {@link Workload}. */
    @Param("")
    public String workload;

    private final Context context = new NoContext();

    /** One for all answers, as the runtime interface client hands it to its thread; its own copy is not ours to count. */
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();

    private KeyServer issuer;
    private RequestStreamHandler handler;
    private byte[][] recurring;
    private byte[][] unseen;
    private int next;

    @Setup
    public void start() throws IOException {
        Workload asked = new Workload(Path.of(workload));
        issuer = asked.serveKeys();
        Path policy = Files.createTempFile("policy", ".yaml");
        Files.writeString(policy, BenchPolicy.of(clients));
        handler = InMemoryTable.handler(
                Workload.environment(policy, issuer.address()), new PrintStream(OutputStream.nullOutputStream()));
        Files.delete(policy);
        recurring = bytes(asked.recurring());
        unseen = bytes(asked.unseen());
    }

    @TearDown
    public void stop() {
        issuer.close();
    }

    /** The token has been seen before. */
    @Benchmark
    public ByteArrayOutputStream seenToken() throws IOException {
        return decide(recurring);
    }

    /** The token's signature is checked. */
    @Benchmark
    public ByteArrayOutputStream unseenToken() throws IOException {
        return decide(unseen);
    }

    private ByteArrayOutputStream decide(byte[][] events) throws IOException {
        next = next + 1 < events.length ? next + 1 : 0;
        answer.reset();
        handler.handleRequest(new ByteArrayInputStream(events[next]), answer, context);
        return answer;
    }

    private static byte[][] bytes(List<String> events) {
        return events.stream()
                .map(event -> event.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }
}
