package weather.kwangle.local.apigateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import weather.kwangle.local.apigateway.ClientRequest.Header;

/**
 * The HTTP_PROXY integration: everything the client sent goes to the backend, and everything it answers comes back,
 * except for the headers that AWS lists.
 *
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html">Important
 *     notes for REST APIs</a>
 */
final class Backend implements AutoCloseable {
    /** The payload limit of a REST API, in both directions. */
    static final int MAXIMUM_BODY_BYTES = 10 * 1024 * 1024;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);
    private static final Set<String> KEPT_FROM_BACKEND = Set.of(
            "connection",
            "content-length",
            "content-md5",
            "expect",
            "host",
            "keep-alive",
            "max-forwards",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "server",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "via",
            "www-authenticate");
    private static final Set<String> DROPPED_FROM_ANSWER = Set.of(
            ":status",
            "content-length",
            "expect",
            "host",
            "keep-alive",
            "proxy-authenticate",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");
    private static final Set<String> REMAPPED_IN_ANSWER = Set.of(
            "authorization",
            "connection",
            "content-md5",
            "date",
            "max-forwards",
            "server",
            "user-agent",
            "www-authenticate");

    private final URI origin;
    private final HttpClient http = HttpClient.newBuilder()
            .version(Version.HTTP_1_1)
            .followRedirects(Redirect.NEVER)
            .connectTimeout(CONNECT_TIMEOUT)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();

    /** @param origin scheme, host and port that stand for the host of every integration's uri */
    Backend(URI origin) {
        this.origin = origin;
    }

    /** What became of a request. */
    sealed interface Outcome {
        /** The backend's answer, whatever its status. */
        record Answered(HttpResponse<byte[]> response) implements Outcome {
            List<Header> headers() {
                return answerHeaders(response.headers());
            }
        }

        record TimedOut() implements Outcome {}

        /** No answer: not reached, cut off, or too large. */
        record Failed(String reason) implements Outcome {}

        /** The client's request cannot be said in HTTP. */
        record Unspeakable(String reason) implements Outcome {}
    }

    Outcome send(ClientRequest request, byte[] body, Integration integration, Variables variables)
            throws InterruptedException {
        HttpRequest outgoing;
        try {
            outgoing = outgoing(request, body, integration, variables);
        } catch (IllegalArgumentException e) {
            return new Outcome.Unspeakable("a header or the query has characters that HTTP does not allow");
        }
        // Not HttpRequest.timeout(): it ends with the headers, and a body may never come.
        var response = http.sendAsync(outgoing, BodyHandlers.limiting(BodyHandlers.ofByteArray(), MAXIMUM_BODY_BYTES));
        try {
            return new Outcome.Answered(response.get(integration.timeout().toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            return new Outcome.TimedOut();
        } catch (ExecutionException e) {
            return switch (e.getCause()) {
                // It could not connect: the timeout of the integration itself is ours to keep.
                case HttpTimeoutException timeout -> new Outcome.Failed(String.valueOf(timeout.getMessage()));
                case IOException failure -> new Outcome.Failed(failure.toString());
                case null, default -> throw new IllegalStateException(e);
            };
        } finally {
            response.cancel(true);
        }
    }

    private HttpRequest outgoing(ClientRequest request, byte[] body, Integration integration, Variables variables) {
        String query = request.query().isEmpty() ? "" : "?" + request.query();
        var outgoing = HttpRequest.newBuilder(URI.create(origin + integration.path() + query))
                .method(
                        integration.httpMethod(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        requestHeaders(request, integration, variables)
                .forEach(header -> outgoing.header(header.name(), header.value()));
        return outgoing.build();
    }

    private static List<Header> requestHeaders(ClientRequest request, Integration integration, Variables variables) {
        var mapped = new ArrayList<Header>();
        integration
                .headers()
                .forEach((name, value) -> value.value(variables).ifPresent(text -> mapped.add(new Header(name, text))));
        Set<String> replaced =
                mapped.stream().map(header -> lower(header.name())).collect(Collectors.toSet());
        Set<String> named = request.header("Connection").stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(name -> lower(name.strip()))
                .collect(Collectors.toSet());

        // A mapping without a value leaves the caller's own header: why the authorizer must always return every key.
        Stream<Header> fromClient = request.headers().stream()
                .filter(header -> !KEPT_FROM_BACKEND.contains(lower(header.name())))
                .filter(header -> !named.contains(lower(header.name())))
                .filter(header -> !replaced.contains(lower(header.name())))
                .filter(header -> !lower(header.name()).startsWith("x-forwarded-"));
        String hops = Stream.concat(request.header("X-Forwarded-For").stream(), Stream.of(request.sourceIp()))
                .collect(Collectors.joining(", "));
        Stream<Header> ofOurOwn = Stream.of(
                new Header("X-Forwarded-For", hops),
                new Header("X-Forwarded-Port", "443"),
                new Header("X-Forwarded-Proto", "https"),
                new Header("x-amzn-apigateway-api-id", Stage.API_ID));
        return Stream.of(fromClient, mapped.stream(), ofOurOwn)
                .flatMap(headers -> headers)
                .toList();
    }

    private static List<Header> answerHeaders(HttpHeaders headers) {
        var answer = new ArrayList<Header>();
        for (Map.Entry<String, List<String>> header : headers.map().entrySet()) {
            nameInAnswer(header.getKey())
                    .ifPresent(name -> header.getValue().forEach(value -> answer.add(new Header(name, value))));
        }
        return answer;
    }

    private static Optional<String> nameInAnswer(String name) {
        if (DROPPED_FROM_ANSWER.contains(lower(name))) {
            return Optional.empty();
        }
        return Optional.of(REMAPPED_IN_ANSWER.contains(lower(name)) ? "x-amzn-Remapped-" + canonical(name) : name);
    }

    /** {@code www-authenticate} as AWS writes it: {@code WWW-Authenticate}. */
    private static String canonical(String name) {
        return Arrays.stream(lower(name).split("-", -1))
                .map(word -> switch (word) {
                    case "www", "md5" -> word.toUpperCase(Locale.ROOT);
                    case "" -> word;
                    default -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
                })
                .collect(Collectors.joining("-"));
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
