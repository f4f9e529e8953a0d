package weather.kwangle.local;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import weather.kwangle.local.apigateway.ApiGateway;
import weather.kwangle.local.apigateway.ContractException;
import weather.kwangle.local.process.PartFailedException;
import weather.kwangle.local.process.ReservedPort;
import weather.kwangle.policy.PolicyParseException;

/**
 * Runs the whole platform on this machine until it is told to stop. Exit codes: 1 if a part fails, 2 if nothing was
 * started because something has to be put right first.
 */
@Command(
        name = "max-weather run",
        description = "Starts the whole platform on this machine; Ctrl-C stops it.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
public final class LocalPlatform implements Callable<Integer> {
    private static final int FAILED = 1;
    private static final int HIGHEST_PORT = 65_535;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Option(
            names = "--root",
            paramLabel = "<folder>",
            defaultValue = ".",
            description = "The repository's root. Default: the working directory.")
    private Path root = Path.of(".");

    @Option(
            names = "--port",
            paramLabel = "<port>",
            defaultValue = "8080",
            description = "The API's port on 127.0.0.1; the sign-in takes the next one. 0 for any free ones."
                    + " Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--platform-file",
            paramLabel = "<file>",
            description = "Where to write the addresses once all is up; logs go to logs/ beside it."
                    + " Default: target/platform.json in the root.")
    private Optional<Path> platformFile = Optional.empty();

    @Option(
            names = "--shadow-policy",
            paramLabel = "<file>",
            description =
                    "A candidate that the authorizer evaluates beside the access policy and logs where it differs.")
    private Optional<Path> shadowPolicy = Optional.empty();

    @Option(
            names = "--break-glass",
            paramLabel = "<file>",
            description = "Refusals by hand that the authorizer lays over the access policy.")
    private Optional<Path> breakGlass = Optional.empty();

    @Option(names = "--quiet", description = "Print errors only.")
    private boolean quiet;

    private LocalPlatform() {}

    /** Runs the command and ends the process with its exit code. */
    public static void main(String... arguments) {
        // Below what the pods keep idle connections open for, so that the stand-in is the one that closes them.
        System.setProperty("jdk.httpclient.keepalive.timeout", "20");
        System.exit(new CommandLine(new LocalPlatform())
                .setParameterExceptionHandler((refused, _) -> refuse(refused))
                .setExecutionExceptionHandler((failure, _, _) -> report(failure))
                .execute(arguments));
    }

    private static int refuse(ParameterException refused) {
        PrintWriter err = refused.getCommandLine().getErr();
        err.println("max-weather: " + refused.getMessage());
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static int report(Exception failure) {
        LoggerFactory.getLogger(LocalPlatform.class).error("the platform failed", failure);
        System.err.println("max-weather: " + failure + "; see logs/platform.log beside the platform file");
        return FAILED;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (port < 0 || port >= HIGHEST_PORT) {
            throw refusal("--port is " + port + ", expected 1 to " + (HIGHEST_PORT - 1) + ", or 0 for any free port");
        }
        requireLinux();
        var built = new BuiltParts(root.toAbsolutePath().normalize());
        List<Path> missing = built.missing();
        if (!missing.isEmpty()) {
            throw refusal(missing.stream().map(Path::toString).collect(Collectors.joining(", ")) + " missing in "
                    + built.root() + "; ./max-weather run builds what is missing");
        }
        var beside =
                new Platform.Beside(existing("--break-glass", breakGlass), existing("--shadow-policy", shadowPolicy));
        Path file = platformFile
                .orElse(built.root().resolve("target/platform.json"))
                .toAbsolutePath()
                .normalize();
        var announced = new PlatformFile(file);
        announced.runningPlatform().ifPresent(pid -> {
            throw refusal("a platform runs already, process " + pid + ", as " + file
                    + " says; stop it or give another --platform-file");
        });
        Path workFolder = file.resolveSibling("").normalize();
        Path logs = Files.createDirectories(workFolder.resolve("logs"));
        logTo(logs.resolve("platform.log"));
        ApiGateway apiGateway = bind();
        int identityPort = port == 0 ? ReservedPort.take() : port + 1;
        requireFree(identityPort);
        emptyLogs(logs);
        return run(built, beside, announced, workFolder, apiGateway, identityPort);
    }

    private int run(
            BuiltParts built,
            Platform.Beside beside,
            PlatformFile file,
            Path workFolder,
            ApiGateway apiGateway,
            int identityPort)
            throws IOException, InterruptedException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var progress = new ProgressDisplay(out, style(), Platform.PARTS);
        file.removeLeftover();
        var platform = new Platform(built, beside, workFolder, apiGateway, identityPort, progress, Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(platform, file), "stop"));
        try {
            var addresses = platform.start();
            file.write(addresses, platform.pids());
            if (!quiet) {
                out.println(Announcement.of(addresses));
            }
            platform.awaitFailure();
            return CommandLine.ExitCode.OK;
        } catch (PartFailedException | ContractException | PolicyParseException e) {
            stop(platform, file);
            System.err.println("max-weather: " + e.getMessage());
            return FAILED;
        }
    }

    private static void stop(Platform platform, PlatformFile file) {
        try {
            file.remove();
        } catch (IOException e) {
            System.err.println("max-weather: " + e.getMessage());
        }
        platform.close();
    }

    private Optional<Path> existing(String option, Optional<Path> file) {
        file.filter(path -> !Files.isRegularFile(path)).ifPresent(path -> {
            throw refusal(option + " is " + path + ", which is no file; expected one to follow");
        });
        return file.map(Path::toAbsolutePath);
    }

    private ApiGateway bind() throws IOException {
        try {
            return ApiGateway.bind(port);
        } catch (IOException e) {
            if (e instanceof BindException || e.getCause() instanceof BindException) {
                throw taken(port);
            }
            throw e;
        }
    }

    /** Free now: the sign-in itself says so should someone be faster. */
    private void requireFree(int wanted) throws IOException {
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), wanted));
        } catch (BindException e) {
            throw taken(wanted);
        }
    }

    private ParameterException taken(int wanted) {
        String holder = PortHolder.of(wanted)
                .map(found -> "by process " + found.pid() + " (" + found.command() + ")")
                .orElse("by a process that this user cannot see");
        return refusal("port " + wanted + " is taken " + holder + "; stop it or use --port, 0 for any free port");
    }

    /** The runtime interface client brings its native library for Linux only. */
    private void requireLinux() {
        String system = System.getProperty("os.name");
        if (!system.toLowerCase(Locale.ROOT).contains("linux")) {
            throw refusal("the AWS Lambda runtime runs on Linux only, this is " + system
                    + "; use a Linux container, a virtual machine or WSL");
        }
    }

    private ParameterException refusal(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private ProgressDisplay.Style style() {
        if (quiet) {
            return ProgressDisplay.Style.SILENT;
        }
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false)
                        && System.getenv("NO_COLOR") == null
                        && !"dumb".equals(System.getenv("TERM"));
        return terminal ? ProgressDisplay.Style.IN_PLACE : ProgressDisplay.Style.LINES;
    }

    /** Our own log. The terminal belongs to the progress display. */
    private static void logTo(Path file) {
        System.setProperty("platform.log", file.toString());
        System.setProperty("logback.configurationFile", "weather/kwangle/local/platform-logback.xml");
    }

    /** The parts' logs are of one run. Our own is open already. */
    private static void emptyLogs(Path folder) throws IOException {
        try (var logs = Files.list(folder)) {
            for (Path log : logs.filter(path -> path.toString().endsWith(".log"))
                    .filter(path -> !path.endsWith("platform.log"))
                    .toList()) {
                Files.delete(log);
            }
        }
    }
}
