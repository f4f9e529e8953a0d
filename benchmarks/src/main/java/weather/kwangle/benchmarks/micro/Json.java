package weather.kwangle.benchmarks.micro;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
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
import weather.kwangle.authorizer.json.JsonText;
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

    private byte[] event;
    private Map<String, Object> line;

    @Setup
    public void read() throws IOException {
        event = new Workload(Path.of(workload)).recurring().getFirst().getBytes(StandardCharsets.UTF_8);
        line = new LinkedHashMap<>();
        line.put("type", "decision");
        line.put("time", "2026-11-26T05:34:47.123456Z");
        line.put("requestId", "8b0a2d7e-3c1f-4f5a-9d67-2f1f6a1b0c3d");
        line.put("decision", "allow");
        line.put("client", "client-0");
        line.put("scopes", List.of("max-weather/read:forecast"));
        line.put("groups", List.of());
        line.put("plan", "wide");
        line.put("operation", "GET /forecast");
        line.put("reason", "allowed");
        line.put("policyVersion", "1-0123456789ab");
        line.put("durationMicros", 42L);
    }

    @Benchmark
    public Map<String, Object> readEvent() throws JsonFormatException {
        return StrictJson.object(event, MAX_DEPTH);
    }

    @Benchmark
    public byte[] writeLine() {
        return JsonText.of(line).getBytes(StandardCharsets.US_ASCII);
    }
}
