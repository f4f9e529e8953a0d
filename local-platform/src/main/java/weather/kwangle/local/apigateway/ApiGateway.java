package weather.kwangle.local.apigateway;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import weather.kwangle.local.lambda.LambdaFunction;

/** The API on a loopback port, with API Gateway's behaviour, and beside it the pages that only the local run has. */
public final class ApiGateway implements AutoCloseable {
    /** Request line and headers together (REST API quotas). */
    private static final int MAXIMUM_HEADER_BYTES = 10_240;

    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(3);
    private static final int BACKLOG = 256;

    private final Server server;
    private final ServerConnector connector;
    /** None until it serves. */
    private final List<LogSubscription> subscriptions = new CopyOnWriteArrayList<>();

    /**
     * What stands behind the API.
     *
     * @param api the contract
     * @param authorizer the Lambda authorizer of every method that names one
     * @param plans the API keys; a method with an authorizer needs a key
     * @param backend the origin that stands for the host of every integration's uri
     * @param accessLog the file of the access log
     * @param refunds the function that gets the lines of requests whose permit may have to go back
     * @param pages what serves paths outside the base path first; what it leaves is answered as an unknown path
     * @param clock the time
     */
    public record Settings(
            ApiDefinition api,
            LambdaFunction authorizer,
            UsagePlans plans,
            URI backend,
            Path accessLog,
            LambdaFunction refunds,
            Handler pages,
            Clock clock) {}

    private ApiGateway(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /**
     * Takes the port, so that nobody else can; connections wait until {@link #start}.
     *
     * @param port 1 to 65535, or 0 for any free one
     * @throws IOException if the port is taken; then it is a {@link java.net.BindException} or has one as its cause
     */
    public static ApiGateway bind(int port) throws IOException {
        var threads = new QueuedThreadPool(16, 4);
        threads.setName("api-gateway");
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("api-gateway-"));
        var server = new Server(threads);
        var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http()));
        connector.setHost("127.0.0.1");
        connector.setPort(port);
        connector.setAcceptQueueSize(BACKLOG);
        connector.setIdleTimeout(IDLE.toMillis());
        connector.open();
        server.addConnector(connector);
        return new ApiGateway(server, connector);
    }

    private static HttpConfiguration http() {
        var http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAXIMUM_HEADER_BYTES);
        // Paths are compared as sent and never resolved: nothing in them is ambiguous to us.
        http.setUriCompliance(UriCompliance.UNSAFE);
        // Jetty's memory of a connection's headers ignores case: a token would be taken for the one before it.
        http.setHeaderCacheSize(0);
        return http;
    }

    /** The port, 1 to 65535. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Begins to serve. */
    public void start(Settings settings) throws IOException {
        var backend = new Backend(settings.backend());
        var subscription = new LogSubscription(settings.refunds(), settings.clock());
        var gateway = new ApiHandler(settings, backend, subscription);
        server.setHandler(new Handler.Sequence(settings.pages(), gateway));
        server.setErrorHandler(new ProblemErrorHandler(settings.api().gatewayResponses()));
        server.addBean(backend);
        subscriptions.add(subscription);
        server.setStopTimeout(STOP.toMillis());
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException("the API cannot be served: " + e.getMessage(), e);
        }
    }

    /** Stops serving; requests under way have three seconds, and the last lines of the log as many. */
    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the API does not stop", e);
        } finally {
            connector.close();
            subscriptions.forEach(LogSubscription::close);
        }
    }
}
