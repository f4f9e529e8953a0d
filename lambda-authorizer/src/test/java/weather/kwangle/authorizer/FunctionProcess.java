package weather.kwangle.authorizer;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * The function as Lambda starts it: the assembled folder as working directory, the runtime interface client beside it, the
 * flags of the managed runtime.
 */
final class FunctionProcess implements AutoCloseable {
    private static final Path FUNCTION = Path.of("target", "function").toAbsolutePath();

    private final Process process;
    private final Path output;

    private FunctionProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** @param scratch a folder of its own: the client unpacks its native library to a fixed name in the temporary folder */
    static FunctionProcess start(RuntimeApi api, Map<String, String> environment, Path scratch) throws IOException {
        Path output = scratch.resolve("function.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx400m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-XX:ErrorFile=" + scratch.resolve("crash.log"),
                "-Djava.io.tmpdir=" + scratch,
                // Where org.crac finds the runtime's own context of snapshots.
                "-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac",
                "-cp",
                runtimeClient(),
                "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                "weather.kwangle.authorizer.AuthorizerHandler::handleRequest"));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(FUNCTION.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("JAVA_TOOL"));
        builder.environment().putAll(environment);
        builder.environment().put("AWS_LAMBDA_RUNTIME_API", api.address());
        builder.environment().put("AWS_LAMBDA_FUNCTION_NAME", "lambda-authorizer");
        builder.environment().put("AWS_LAMBDA_FUNCTION_VERSION", "1");
        builder.environment().put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024");
        return new FunctionProcess(builder.start(), output);
    }

    /** What the function wrote to its log. */
    String output() throws IOException {
        return Files.readString(output);
    }

    /** Only what the managed runtime brings; the function brings the rest itself. */
    private static String runtimeClient() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.matches(
                        ".*/(aws-lambda-java-(core|runtime-interface-client|serialization)|utils-lite)-[^/]*\\.jar"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
