package weather.kwangle.benchmarks.micro;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import weather.kwangle.authorizer.json.JsonFormatException;
import weather.kwangle.authorizer.json.JsonLine;
import weather.kwangle.authorizer.json.StrictJson;
import weather.kwangle.benchmarks.Workload;

/** The two ends of a decision: the event is read, a line is logged. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the setup before anything else
public class Json {
    private static final int MAX_DEPTH = 32;

    /** The folder of the {@link Workload}. */
    @Param("")
    public String workload;

    private final PrintStream log = new PrintStream(OutputStream.nullOutputStream());
    private byte[] event;

    @Setup
    public void read() throws IOException {
        event = new Workload(Path.of(workload)).recurring().getFirst().getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    public Map<String, Object> readEvent() throws JsonFormatException {
        return StrictJson.object(event, MAX_DEPTH);
    }

    /** The members of an allowed request's line. */
    @Benchmark
    public void writeLine() {
        new JsonLine(768)
                .text("type", "decision")
                .time("time", Instant.EPOCH)
                .text("requestId", "8b0a2d7e-3c1f-4f5a-9d67-2f1f6a1b0c3d")
                .text("decision", "allow")
                .text("client", "client-0")
                .texts("scopes", new String[] {"max-weather/read:forecast"})
                .texts("groups", new String[] {})
                .text("plan", "wide")
                .text("operation", "GET /forecast")
                .text("reason", "allowed")
                .text("policyVersion", "1-0123456789ab")
                .number("durationMicros", 42)
                .printTo(log);
    }
}
