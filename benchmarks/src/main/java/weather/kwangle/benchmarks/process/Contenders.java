package weather.kwangle.benchmarks.process;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import weather.kwangle.benchmarks.BenchPolicy;
import weather.kwangle.benchmarks.Workload;
import weather.kwangle.local.lambda.NativeClient;

/** What is started side by side, and with which flags: those of the managed runtime with 1,024 MB. */
public final class Contenders {
    /** The C1 compiler alone, as on a function without SnapStart and without provisioned concurrency. */
    public static final String C1 = "c1";
    /** Both compilers, as with either of them. */
    public static final String TIERED = "tiered";

    static final String NODE = "node";
    static final String EMPTY = "empty";
    static final String OURS = "ours";
    static final String OURS_WITH_TABLE = "ours with table";

    private static final String ENDPOINT = "AWS_ENDPOINT_URL_DYNAMODB";
    private static final int CLIENTS = 1_000;
    private static final String ALLOWED = "\"Effect\":\"Allow\"";
    private static final String RUNTIME = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";

    private final Path root;
    private final Path scratch;
    private final Path nativeLibrary;
    private final Map<String, String> variables;

    /**
     * @param root the repository's root, with everything built
     * @param scratch an empty folder of our own
     */
    public Contenders(Path root, Path scratch, URI keySet, URI database) throws IOException {
        this.root = root;
        this.scratch = scratch;
        this.nativeLibrary = NativeClient.unpack(runtimeClient(root), scratch);
        Path policy = Files.writeString(scratch.resolve("policy.yaml"), BenchPolicy.of(CLIENTS));
        variables = new HashMap<>(Workload.environment(policy, keySet));
        variables.put(ENDPOINT, database.toString());
        variables.put("AWS_REGION", "ap-southeast-1");
        variables.put("AWS_ACCESS_KEY_ID", "local");
        variables.put("AWS_SECRET_ACCESS_KEY", "local");
    }

    /** The native library of the runtime interface client, unpacked. */
    Path nativeLibrary() {
        return nativeLibrary;
    }

    /** The variables of the function. */
    Map<String, String> variables() {
        return Map.copyOf(variables);
    }

    /** The function as it is deployed. */
    public static Path function(Path root) {
        return root.resolve("lambda-authorizer/target/function");
    }

    static Path runtimeClient(Path root) {
        return root.resolve("local-platform/target/lambda-runtime");
    }

    public List<Contender> java(String compiler) throws IOException {
        return List.of(
                new Contender(
                        EMPTY + "/" + compiler,
                        command(compiler, "weather.kwangle.benchmarks.function.EmptyHandler::handleRequest"),
                        Map.of(),
                        emptyFunction(),
                        "{}",
                        warmUps(compiler)),
                new Contender(
                        OURS + "/" + compiler,
                        command(compiler, "weather.kwangle.authorizer.InMemoryTableHandler::handleRequest"),
                        variables,
                        functionWithTableInMemory(),
                        ALLOWED,
                        warmUps(compiler)),
                withTable(compiler, variables));
    }

    /** The function as it is deployed, on another address of the table. */
    Contender withTable(String compiler, URI database) {
        Map<String, String> others = new HashMap<>(variables);
        others.put(ENDPOINT, database.toString());
        return withTable(compiler, others);
    }

    private Contender withTable(String compiler, Map<String, String> environment) {
        return new Contender(
                OURS_WITH_TABLE + "/" + compiler,
                command(compiler, "weather.kwangle.authorizer.AuthorizerHandler::handleRequest"),
                environment,
                function(root),
                ALLOWED,
                0);
    }

    private static int warmUps(String compiler) {
        return compiler.equals(C1) ? 1 : 2;
    }

    /**
     * The peer in Node.
     *
     * @param folder where npm has installed it
     */
    public Contender node(Path folder) {
        return new Contender(NODE, List.of("node", "runtime.mjs"), variables, folder, ALLOWED, 2);
    }

    /** A JVM with the flags of the managed runtime, 85 % of the memory as its heap. */
    public static List<String> jvm(String compiler) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx870m",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow"));
        if (compiler.equals(C1)) {
            command.add("-XX:TieredStopAtLevel=1");
        }
        return command;
    }

    private List<String> command(String compiler, String handler) {
        List<String> command = jvm(compiler);
        command.addAll(List.of(
                "-Djava.io.tmpdir=" + scratch,
                "-D" + NativeClient.PROPERTY + "=" + nativeLibrary,
                "-cp",
                runtimeClient(root) + File.separator + "*",
                RUNTIME,
                handler));
        return command;
    }

    private Path emptyFunction() throws IOException {
        Path folder = scratch.resolve("empty-function");
        link(folder.resolve("lib"), List.of(ownJar(root)));
        return folder;
    }

    /** The function as it is deployed, and beside its jars those that keep the table in memory. */
    private Path functionWithTableInMemory() throws IOException {
        Path folder = scratch.resolve("function-in-memory");
        List<Path> jars = new ArrayList<>(files(function(root).resolve("lib")));
        jars.add(ownJar(root));
        link(folder.resolve("lib"), jars);
        link(folder, List.of(function(root).resolve("weather")));
        return folder;
    }

    /** The jar of what runs in the measured processes. */
    public static Path ownJar(Path root) throws IOException {
        return jar(root.resolve("benchmarks/target"), "benchmarks-*.jar");
    }

    private static void link(Path folder, List<Path> files) throws IOException {
        Files.createDirectories(folder);
        for (Path file : files) {
            Path link = folder.resolve(file.getFileName());
            Files.deleteIfExists(link);
            Files.createSymbolicLink(link, file.toAbsolutePath());
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static Path jar(Path folder, String name) throws IOException {
        try (var jars = Files.newDirectoryStream(folder, name)) {
            for (Path jar : jars) {
                return jar;
            }
        }
        throw new FileNotFoundException(folder + " holds no " + name + "; build it with ./max-weather bench");
    }
}
