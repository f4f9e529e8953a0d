package weather.kwangle.benchmarks.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import weather.kwangle.local.lambda.ExecutionEnvironment;
import weather.kwangle.local.lambda.InvocationOutcome;
import weather.kwangle.local.lambda.InvocationOutcome.Returned;
import weather.kwangle.local.lambda.RuntimeApi;

/** A process that asks the Runtime API for events and gets them back to back. */
final class RunningFunction implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_ATTEMPTS = 10;
    private static final Duration STOP_GRACE = Duration.ofSeconds(5);
    /** More decisions than anyone makes in one run. */
    private static final int MOST_LATENCIES = 1 << 20;

    private final Contender contender;
    private final RuntimeApi api;
    private final ExecutionEnvironment environment;
    private final Process process;
    private final Path log;
    private final Thread end;
    private final long started = System.nanoTime();
    private int next;

    /**
     * What a while of questions showed.
     *
     * @param perSecond answers in a second
     * @param p50 half of the answers took at most so many microseconds, the Runtime API's share included
     * @param p99 99 of a hundred did
     * @param cpu microseconds of processor time of the function's process for each answer
     */
    record Load(double perSecond, double p50, double p99, double cpu) {}

    private RunningFunction(
            Contender contender, RuntimeApi api, ExecutionEnvironment environment, Process process, Path log) {
        this.contender = contender;
        this.api = api;
        this.environment = environment;
        this.process = process;
        this.log = log;
        this.end = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(end);
        // Who asks a dead process is told so at once.
        var _ = process.onExit().thenRun(() -> api.release(environment));
    }

    static RunningFunction start(Contender contender, RuntimeApi api, Path scratch) throws IOException {
        Path log = scratch.resolve(contender.name().replace('/', '-') + ".log");
        ExecutionEnvironment environment =
                api.open("arn:aws:lambda:ap-southeast-1:123456789012:function:lambda-authorizer");
        try {
            ProcessBuilder builder = new ProcessBuilder(contender.command())
                    .directory(contender.folder().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR"));
            builder.environment().putAll(contender.environment());
            builder.environment()
                    .putAll(Map.of(
                            "AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + environment.port(),
                            "AWS_LAMBDA_FUNCTION_NAME", "lambda-authorizer",
                            "AWS_LAMBDA_FUNCTION_VERSION", "1",
                            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024",
                            "LAMBDA_TASK_ROOT", contender.folder().toString()));
            return new RunningFunction(contender, api, environment, builder.start(), log);
        } catch (IOException e) {
            api.release(environment);
            throw e;
        }
    }

    /** Asks once. */
    void ask(List<String> events) throws InterruptedException {
        next = next + 1 < events.size() ? next + 1 : 0;
        InvocationOutcome outcome = environment.invoke(events.get(next), TIMEOUT);
        if (!(outcome instanceof Returned(String payload) && payload.contains(contender.sign()))) {
            throw new UnexpectedAnswerException(contender.name(), outcome, log);
        }
    }

    /**
     * Asks until there is a decision, and says how many microseconds ago the process was started. On a busy machine the
     * first call to the table can take longer than it may, and whoever got no answer would ask again.
     */
    double askFirst(List<String> events) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            try {
                ask(events);
                return (System.nanoTime() - started) / 1e3;
            } catch (UnexpectedAnswerException e) {
                if (attempt == MAX_ATTEMPTS || !process.isAlive()) {
                    throw e;
                }
            }
        }
    }

    /** Asks again and again. */
    Load askFor(Duration duration, List<String> events) throws InterruptedException {
        long[] latencies = new long[MOST_LATENCIES];
        int count = 0;
        Duration cpuBefore = cpu();
        long start = System.nanoTime();
        long last = start;
        while (last - start < duration.toNanos() && count < MOST_LATENCIES) {
            ask(events);
            long now = System.nanoTime();
            latencies[count] = now - last;
            count++;
            last = now;
        }
        double cpu = cpu().minus(cpuBefore).toNanos() / 1e3 / count;
        Arrays.sort(latencies, 0, count);
        return new Load(
                count / ((last - start) / 1e9), latencies[count / 2] / 1e3, latencies[count * 99 / 100] / 1e3, cpu);
    }

    /** Processor time of the process so far. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** What it keeps in memory now, in MiB. */
    double residentMemory() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                        .filter(line -> line.startsWith("VmRSS:"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                        .findFirst()
                        .orElseThrow()
                / 1024.0;
    }

    @Override
    public void close() {
        api.release(environment);
        process.toHandle().destroy();
        try {
            if (!process.waitFor(STOP_GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        try {
            Runtime.getRuntime().removeShutdownHook(end);
        } catch (IllegalStateException e) {
            // This process ends too, and the hook has run.
        }
    }
}
