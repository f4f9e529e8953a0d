package weather.kwangle.dynamodblocal;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A running DynamoDB Local: in memory, empty at start, on a free port of the loopback address, in a JVM of its own, so
 * that its class path meets nobody else's.
 *
 * <p>One database serves every region and access key. It ends with {@link #close()}, or by itself when the process that
 * started it ends.
 */
public final class DynamoDbLocal implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(20);
    private static final Duration PROBE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration END_TIMEOUT = Duration.ofSeconds(5);
    private static final int LAST_LINES = 20;

    private final Process process;
    private final URI endpoint;
    private final Scratch scratch;

    private DynamoDbLocal(Process process, URI endpoint, Scratch scratch) {
        this.process = process;
        this.endpoint = endpoint;
        this.scratch = scratch;
    }

    /**
     * Starts DynamoDB Local and waits until it answers a request.
     *
     * @param timeout how long it may take to answer
     * @throws IllegalStateException if it ends or stays silent; the message holds its last lines of output
     */
    public static DynamoDbLocal start(Duration timeout) {
        return start(timeout, List.of(), process -> {});
    }

    /**
     * As {@link #start(Duration)}, for a caller that decides more about the process.
     *
     * @param jvmOptions options of the JVM, after our own, so that they win
     * @param adjustment changes the process before it starts: environment, folder, a file for the output. Standard
     *     input is a pipe unless changed here; output goes to a file that {@link #close()} deletes, standard error
     *     with it
     */
    public static DynamoDbLocal start(
            Duration timeout, List<String> jvmOptions, Consumer<? super ProcessBuilder> adjustment) {
        return start(ownCode().resolveSibling("server"), timeout, jvmOptions, adjustment);
    }

    /**
     * As above, for a caller that has a copy of this class elsewhere than beside the server's jars.
     *
     * @param server the folder with the server's jars, {@code target/server} of this module
     */
    public static DynamoDbLocal start(
            Path server, Duration timeout, List<String> jvmOptions, Consumer<? super ProcessBuilder> adjustment) {
        requireServer(server);
        var scratch = Scratch.create();
        var builder = new ProcessBuilder(command(server, jvmOptions, scratch))
                .redirectErrorStream(true)
                .redirectOutput(scratch.output().toFile());
        adjustment.accept(builder);

        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            scratch.delete();
            throw new UncheckedIOException("cannot start a JVM for DynamoDB Local", e);
        }
        try {
            URI endpoint = awaitAnswer(process, scratch.portFile(), timeout, builder.redirectOutput());
            return new DynamoDbLocal(process, endpoint, scratch);
        } catch (RuntimeException e) {
            end(process);
            scratch.delete();
            throw e;
        }
    }

    /** Where clients connect, {@code http://127.0.0.1:<port>}; any region and credentials will do. */
    public URI endpoint() {
        return endpoint;
    }

    /** The process, for a caller that names it, holds its standard input or awaits its end. */
    public Process process() {
        return process;
    }

    /** Ends the database, forcibly if it has not obeyed within five seconds. Closing twice does nothing. */
    @Override
    public void close() {
        end(process);
        scratch.delete();
    }

    private static List<String> command(Path server, List<String> jvmOptions, Scratch scratch) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dsqlite4java.library.path=" + server));
        command.addAll(jvmOptions);
        command.addAll(List.of(
                "-cp",
                ownCode() + File.pathSeparator + server.resolve("*"),
                LoopbackServer.class.getName(),
                scratch.folder().toString()));
        return command;
    }

    private static Path ownCode() {
        try {
            return Path.of(DynamoDbLocal.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the place of this class is no file", e);
        }
    }

    /** The build collects the server's jars in {@code target/server}, beside {@code target/classes} and the module's jar. */
    private static void requireServer(Path server) {
        if (!Files.isDirectory(server)) {
            throw new IllegalStateException("the jars of DynamoDB Local are not in " + server
                    + "; build them with: mvn -pl dynamodb-local -am process-classes");
        }
    }

    private static URI awaitAnswer(Process process, Path portFile, Duration timeout, ProcessBuilder.Redirect output) {
        long deadline = System.nanoTime() + timeout.toNanos();
        try (var http = HttpClient.newBuilder().connectTimeout(PROBE_TIMEOUT).build()) {
            while (System.nanoTime() - deadline < 0) {
                if (process.waitFor(POLL)) {
                    throw new IllegalStateException("DynamoDB Local ended with exit code " + process.exitValue()
                            + " before it answered" + lastLines(output));
                }
                if (Files.exists(portFile)) {
                    var endpoint = URI.create("http://127.0.0.1:" + Files.readString(portFile));
                    if (answers(http, endpoint)) {
                        return endpoint;
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the port of DynamoDB Local", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while DynamoDB Local was starting", e);
        }
        throw new IllegalStateException("DynamoDB Local did not answer within " + timeout + lastLines(output));
    }

    /** ListTables, which needs the database and not only the port; the emulator reads the signature but never checks it. */
    private static boolean answers(HttpClient http, URI endpoint) throws InterruptedException {
        HttpRequest listTables = HttpRequest.newBuilder(endpoint)
                .timeout(PROBE_TIMEOUT)
                .header("X-Amz-Target", "DynamoDB_20120810.ListTables")
                .header("Content-Type", "application/x-amz-json-1.0")
                .header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request,"
                                + " SignedHeaders=host, Signature=none")
                .POST(BodyPublishers.ofString("{}"))
                .build();
        try {
            return http.send(listTables, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    private static String lastLines(ProcessBuilder.Redirect output) {
        if (output.file() == null) {
            return "";
        }
        try (var lines = Files.lines(output.file().toPath())) {
            List<String> all = lines.toList();
            return all.stream()
                    .skip(Math.max(0, all.size() - LAST_LINES))
                    .collect(Collectors.joining("\n  ", "; its last output:\n  ", ""));
        } catch (IOException | UncheckedIOException e) {
            return "; its output cannot be read: " + e.getMessage();
        }
    }

    private static void end(Process process) {
        process.destroy();
        try {
            if (!process.waitFor(END_TIMEOUT)) {
                process.destroyForcibly().waitFor(END_TIMEOUT);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
