package weather.kwangle.local.lambda;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import weather.kwangle.local.lambda.InvocationOutcome.Failed;
import weather.kwangle.local.process.Child;
import weather.kwangle.local.process.ChildJvm;
import weather.kwangle.local.process.PartFailedException;

/** One process of the function: the real handler under the real runtime interface client. */
final class FunctionInstance {
    private static final String RUNTIME_CLIENT = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    /** Less than the managed runtime leaves a function of 1,024 MB, and more than an authorizer needs. */
    private static final int MAXIMUM_HEAP_MEGABYTES = 192;
    /** Lambda gives a function without extensions no time at all. */
    private static final Duration STOP_GRACE = Duration.ofMillis(500);

    private final ExecutionEnvironment environment;
    private final Child child;
    private final Path scratch;
    private final RuntimeApi runtimeApi;

    private FunctionInstance(ExecutionEnvironment environment, Child child, Path scratch, RuntimeApi runtimeApi) {
        this.environment = environment;
        this.child = child;
        this.scratch = scratch;
        this.runtimeApi = runtimeApi;
    }

    /** Starts a process and returns when the handler is initialised. */
    static FunctionInstance start(FunctionSettings settings, int number, Duration timeout, RuntimeApi runtimeApi)
            throws PartFailedException, InterruptedException {
        FunctionInstance instance;
        try {
            // The client unpacks its native library under one fixed name: two that start at once must not share a
            // folder.
            Path scratch = Files.createDirectories(settings.scratch()).resolve("instance-" + number);
            delete(scratch);
            Files.createDirectory(scratch);
            Path library = NativeClient.unpack(settings.runtime(), scratch);
            ExecutionEnvironment environment = runtimeApi.open(settings.arn());
            Child child;
            try {
                child = command(settings, environment.port(), scratch, library).start();
            } catch (IOException e) {
                runtimeApi.release(environment);
                throw e;
            }
            instance = new FunctionInstance(environment, child, scratch, runtimeApi);
        } catch (IOException e) {
            throw PartFailedException.notStarted(settings.name(), e.toString());
        }
        var _ = instance.child.onExit().thenRun(instance.environment::close);
        try {
            instance.awaitInitialised(settings, timeout);
        } catch (PartFailedException | InterruptedException e) {
            instance.end();
            throw e;
        }
        return instance;
    }

    private void awaitInitialised(FunctionSettings settings, Duration timeout)
            throws PartFailedException, InterruptedException {
        try {
            Optional<Failed> failure = environment.initialised().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            if (failure.isPresent()) {
                throw PartFailedException.notStarted(
                        settings.name(),
                        failure.get().errorType() + ": " + failure.get().errorMessage()
                                + PartFailedException.endOfLog(child));
            }
        } catch (TimeoutException e) {
            throw PartFailedException.notStarted(
                    settings.name(),
                    "it did not initialise within " + timeout.toSeconds() + " s" + PartFailedException.endOfLog(child));
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ChildJvm command(FunctionSettings settings, int runtimeApiPort, Path scratch, Path library) {
        return new ChildJvm(
                settings.name(),
                List.of(
                        "-Xmx" + Math.min(settings.memoryMegabytes(), MAXIMUM_HEAP_MEGABYTES) + "m",
                        "-Djava.io.tmpdir=" + scratch.toAbsolutePath(),
                        "-D" + NativeClient.PROPERTY + "=" + library.toAbsolutePath(),
                        // The client loads a native library and pokes at a logger field; neither is news to anyone.
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow"),
                List.of(
                        "-cp",
                        settings.runtime().toAbsolutePath() + File.separator + "*",
                        RUNTIME_CLIENT,
                        settings.handler()),
                environment(settings, runtimeApiPort),
                settings.taskRoot(),
                settings.log());
    }

    /**
     * The variables that Lambda defines, then the function's own.
     *
     * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html">Defined runtime environment
     *     variables</a>
     */
    private static Map<String, String> environment(FunctionSettings settings, int runtimeApiPort) {
        var environment = new HashMap<String, String>();
        environment.put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + runtimeApiPort);
        environment.put("AWS_LAMBDA_FUNCTION_NAME", settings.name());
        environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", String.valueOf(settings.memoryMegabytes()));
        environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + settings.name());
        environment.put("AWS_LAMBDA_LOG_STREAM_NAME", "local");
        environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
        environment.put("AWS_REGION", FunctionSettings.REGION);
        environment.put("AWS_DEFAULT_REGION", FunctionSettings.REGION);
        environment.put("LAMBDA_TASK_ROOT", settings.taskRoot().toAbsolutePath().toString());
        environment.put("_HANDLER", settings.handler());
        environment.put("TZ", ":UTC");
        // DynamoDB Local reads a signature but checks none.
        environment.put("AWS_ACCESS_KEY_ID", "local");
        environment.put("AWS_SECRET_ACCESS_KEY", "local");
        environment.putAll(settings.environment());
        return environment;
    }

    InvocationOutcome invoke(String event, Duration timeout) throws InterruptedException {
        return environment.invoke(event, timeout);
    }

    long pid() {
        return child.pid();
    }

    boolean isAlive() {
        return child.isAlive();
    }

    void onExit(Consumer<FunctionInstance> action) {
        var _ = child.onExit().thenRun(() -> action.accept(this));
    }

    /** Ends the process and frees its port and folder. */
    void end() {
        environment.close();
        child.stop(STOP_GRACE);
        runtimeApi.release(environment);
        try {
            delete(scratch);
        } catch (IOException e) {
            // What stays in the build folder goes with the next clean.
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
