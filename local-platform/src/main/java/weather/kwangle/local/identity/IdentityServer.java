package weather.kwangle.local.identity;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.springframework.boot.Banner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ApplicationContextException;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Stands in for an Amazon Cognito user pool and its hosted domain, on one loopback port. It signs in {@link LocalUsers}
 * and serves {@link LocalClients} with tokens of Cognito's shape, signed by keys that live as long as the process.
 *
 * <p>The pool's own paths (key set, discovery) lie below the issuer, the hosted domain's ({@code /oauth2/…},
 * {@code /login}, {@code /logout}) at the root. {@code /ready} answers 200 once requests are served.
 *
 * @see <a href="https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints.html">The endpoints of a
 *     user pool's domain</a>
 */
public final class IdentityServer implements AutoCloseable {
    static final String POOL = "local_maxweather";
    static final String KEY_SET_PATH = "/" + POOL + "/.well-known/jwks.json";
    static final String DISCOVERY_PATH = "/" + POOL + "/.well-known/openid-configuration";

    private final ServletWebServerApplicationContext application;

    private IdentityServer(ServletWebServerApplicationContext application) {
        this.application = application;
    }

    /**
     * Starts a server on 127.0.0.1 and returns once it accepts connections.
     *
     * @param port 1 to 65535, or 0 for any free port
     * @throws PortInUseException if another process listens there
     */
    public static IdentityServer start(int port) {
        try {
            return new IdentityServer((ServletWebServerApplicationContext) application(port));
        } catch (ApplicationContextException failed) {
            for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof PortInUseException taken) {
                    throw taken;
                }
            }
            throw failed;
        }
    }

    private static ConfigurableApplicationContext application(int port) {
        // The search for primes needs nothing of the rest, so it runs beside it.
        var keys = CompletableFuture.supplyAsync(SigningKeys::generate).orTimeout(60, TimeUnit.SECONDS);
        // As arguments these settings stand above environment variables, which belong to other parts of the platform.
        return new SpringApplicationBuilder(IdentityConfiguration.class)
                .web(WebApplicationType.SERVLET)
                .bannerMode(Banner.Mode.OFF)
                .logStartupInfo(false)
                .initializers(
                        context -> ((GenericApplicationContext) context).registerBean(SigningKeys.class, keys::join))
                .run(
                        "--spring.jmx.enabled=false",
                        "--logging.level.root=WARN",
                        // Said in one line by whoever asked for the port, and in JSON to whoever asked for the page.
                        "--logging.level.org.springframework.boot.diagnostics=OFF",
                        "--logging.level.org.springframework.boot.web.server.servlet.context=ERROR",
                        "--logging.level.org.springframework.web.servlet=ERROR",
                        "--logging.pattern.console=identity: %p %c{0}: %m%n%xEx{3}",
                        "--server.address=127.0.0.1",
                        "--server.port=" + port,
                        "--server.shutdown=immediate",
                        "--server.max-http-request-header-size=16KB",
                        "--server.jetty.threads.max=8",
                        "--server.jetty.threads.min=4",
                        "--server.jetty.threads.acceptors=1",
                        "--server.jetty.threads.selectors=1",
                        "--server.jetty.max-connections=200",
                        "--server.jetty.connection-idle-timeout=20s",
                        "--server.jetty.max-http-form-post-size=64KB",
                        "--spring.mvc.servlet.load-on-startup=1",
                        "--server.servlet.session.timeout=1h",
                        "--server.servlet.session.tracking-modes=cookie",
                        "--server.servlet.session.cookie.name=max-weather-identity",
                        "--server.servlet.session.cookie.http-only=true",
                        "--server.servlet.session.cookie.same-site=lax");
    }

    /** The port in use, 1 to 65535. */
    public int port() {
        return requireNonNull(application.getWebServer(), "stopped").getPort();
    }

    /** The {@code iss} of every token: {@code http://127.0.0.1:<port>/local_maxweather}. */
    public String issuer() {
        return issuer(port());
    }

    /** The issuer of a server on that port. */
    public static String issuer(int port) {
        return origin(port) + "/" + POOL;
    }

    static String origin(int port) {
        return "http://127.0.0.1:" + port;
    }

    /** Stops serving and forgets sessions, refresh tokens and keys. */
    @Override
    public void close() {
        application.close();
    }

    /**
     * Runs the server until the process ends. Once it is ready it prints {@code identity: ready at <issuer>}; a warning
     * may stand before that line. Exit codes: 1 if it cannot start, 2 if an option is wrong.
     */
    public static void main(String... args) {
        int exitCode = new CommandLine(new Run()).execute(args);
        if (exitCode != 0) {
            System.exit(exitCode);
        }
    }

    @Command(
            name = "identity",
            description = "Signs local users in and issues tokens of Amazon Cognito's shape, on this machine only.",
            mixinStandardHelpOptions = true)
    private static final class Run implements Callable<Integer> {
        @Spec
        @SuppressWarnings("NullAway.Init") // picocli sets it before call()
        private CommandSpec spec;

        @Option(
                names = "--port",
                paramLabel = "<port>",
                defaultValue = "0",
                description = "Port on 127.0.0.1, 0 for any free one. Default: ${DEFAULT-VALUE}.")
        private int port;

        @Override
        public Integer call() {
            if (port < 0 || port > 65535) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--port is " + port + ", expected 0 to 65535; 0 picks a free port");
            }
            try {
                // The web server's own thread keeps the process alive.
                var server = start(port);
                spec.commandLine().getOut().println("identity: ready at " + server.issuer());
                spec.commandLine().getOut().flush();
                return CommandLine.ExitCode.OK;
            } catch (PortInUseException inUse) {
                spec.commandLine()
                        .getErr()
                        .println("identity: port " + port
                                + " of 127.0.0.1 is taken; stop what listens there, or choose another with --port");
                return CommandLine.ExitCode.SOFTWARE;
            }
        }
    }
}
