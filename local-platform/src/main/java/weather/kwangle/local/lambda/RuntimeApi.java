package weather.kwangle.local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weather.kwangle.local.lambda.InvocationOutcome.Failed;
import weather.kwangle.local.lambda.InvocationOutcome.Returned;

/**
 * The Lambda Runtime API, version 2018-06-01, on a port of its own for each execution environment, so that none can ask
 * for another's events.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html">Using the Lambda runtime API</a>
 */
public final class RuntimeApi implements AutoCloseable {
    /** The largest synchronous response (Lambda quotas). */
    private static final int MAXIMUM_RESPONSE_BYTES = 6 * 1024 * 1024;

    private static final Pattern INVOCATION =
            Pattern.compile("/2018-06-01/runtime/invocation/(?<id>[0-9a-f-]{36})/(?<what>response|error)");
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Clock clock;
    private final Server server;
    private final Map<Connector, ExecutionEnvironment> environments = new ConcurrentHashMap<>();

    private RuntimeApi(Clock clock) {
        this.clock = clock;
        var threads = new QueuedThreadPool(8, 2);
        threads.setName("lambda-runtime-api");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("lambda-runtime-api-"));
        this.server = new Server(threads);
        server.setHandler(new Operations());
    }

    public static RuntimeApi start(Clock clock) throws IOException {
        var api = new RuntimeApi(clock);
        try {
            api.server.start();
        } catch (Exception e) {
            throw new IOException("the Lambda Runtime API does not start", e);
        }
        return api;
    }

    /** Opens a port for one execution environment; {@link #release} closes it. */
    public ExecutionEnvironment open(String functionArn) throws IOException {
        // One thread selects and accepts: there is one client.
        var connector = new ServerConnector(server, 0, 1, new HttpConnectionFactory());
        connector.setHost("127.0.0.1");
        // The client waits for its next event as long as it takes.
        connector.setIdleTimeout(0);
        connector.open();
        var environment = new ExecutionEnvironment(functionArn, connector.getLocalPort(), clock);
        environments.put(connector, environment);
        server.addConnector(connector);
        try {
            connector.start();
        } catch (Exception e) {
            environments.remove(connector);
            server.removeConnector(connector);
            throw new IOException("the Lambda Runtime API opens no further port", e);
        }
        return environment;
    }

    public void release(ExecutionEnvironment environment) {
        environment.close();
        environments.forEach((connector, candidate) -> {
            if (candidate == environment && environments.remove(connector, candidate)) {
                stop((ServerConnector) connector);
            }
        });
    }

    private void stop(ServerConnector connector) {
        try {
            connector.stop();
        } catch (Exception e) {
            // Its client is gone already; a connector that cannot stop has nothing left to serve.
            connector.close();
        }
        server.removeConnector(connector);
    }

    @Override
    public void close() {
        environments.values().forEach(ExecutionEnvironment::close);
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the Lambda Runtime API does not stop", e);
        }
    }

    private final class Operations extends Handler.Abstract {
        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            ExecutionEnvironment environment =
                    environments.get(request.getConnectionMetaData().getConnector());
            if (environment == null) {
                answer(response, callback, 403, "{\"errorMessage\":\"no such environment\"}");
                return true;
            }
            String path = Request.getPathInContext(request);
            switch (request.getMethod() + " " + path) {
                case "GET /2018-06-01/runtime/invocation/next" -> next(environment, response, callback);
                case "POST /2018-06-01/runtime/init/error" -> {
                    environment.initialisationFailed(failure(body(request)));
                    accepted(response, callback);
                }
                default -> complete(environment, request, path, response, callback);
            }
            return true;
        }

        private void next(ExecutionEnvironment environment, Response response, Callback callback)
                throws InterruptedException {
            ExecutionEnvironment.Invocation invocation = environment.next();
            if (invocation == null) {
                answer(response, callback, 500, "{\"errorMessage\":\"the environment is closed\"}");
                return;
            }
            var headers = response.getHeaders();
            headers.put("Lambda-Runtime-Aws-Request-Id", invocation.requestId());
            headers.put("Lambda-Runtime-Deadline-Ms", invocation.deadline().toEpochMilli());
            headers.put("Lambda-Runtime-Invoked-Function-Arn", environment.functionArn());
            headers.put("Lambda-Runtime-Trace-Id", invocation.traceId());
            headers.put(HttpHeader.CONTENT_TYPE, "application/json");
            response.write(true, UTF_8.encode(invocation.event()), callback);
        }

        private void complete(
                ExecutionEnvironment environment, Request request, String path, Response response, Callback callback)
                throws IOException {
            Matcher matcher = INVOCATION.matcher(path);
            if (!matcher.matches() || !request.getMethod().equals("POST")) {
                answer(response, callback, 404, "{\"errorMessage\":\"no such operation of the runtime API\"}");
                return;
            }
            byte[] body = body(request);
            if (body.length > MAXIMUM_RESPONSE_BYTES) {
                environment.complete(
                        matcher.group("id"),
                        new Failed("Function.ResponseSizeTooLarge", "Response payload size exceeded 6 MB."));
                answer(response, callback, 413, "{\"errorType\":\"RequestEntityTooLarge\"}");
                return;
            }
            InvocationOutcome outcome = switch (matcher.group("what")) {
                case "response" -> new Returned(new String(body, UTF_8));
                default -> failure(body);
            };
            if (environment.complete(matcher.group("id"), outcome)) {
                accepted(response, callback);
            } else {
                answer(response, callback, 400, "{\"errorType\":\"InvalidRequestID\"}");
            }
        }

        private static byte[] body(Request request) throws IOException {
            try (var input = Content.Source.asInputStream(request)) {
                return input.readNBytes(MAXIMUM_RESPONSE_BYTES + 1);
            }
        }

        private static Failed failure(byte[] body) {
            try {
                JsonNode error = JSON.readTree(body);
                return new Failed(
                        error.path("errorType").asString(""),
                        error.path("errorMessage").asString(""));
            } catch (JacksonException e) {
                return new Failed("Runtime.MalformedError", "the runtime reported an error that is no JSON");
            }
        }

        private static void accepted(Response response, Callback callback) {
            answer(response, callback, 202, "{\"status\":\"OK\"}");
        }

        private static void answer(Response response, Callback callback, int status, String json) {
            response.setStatus(status);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
            response.write(true, UTF_8.encode(json), callback);
        }
    }
}
