package weather.kwangle.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import weather.kwangle.authorizer.json.JsonText;
import weather.kwangle.authorizer.token.TokenForge;

/**
 * Tokens of ten clients and the key that signed them, made once and kept in files, so that every process is asked the
 * same.
 *
 * @param folder where they are
 */
public record Workload(Path folder) {
    /** Asked one after the other, none is remembered when it comes again: the verifier remembers 4,096. */
    public static final int TOKENS = 4_400;
    /** So many of them are asked for again and again where every token is known. */
    public static final int RECURRING = 64;

    private static final int CLIENTS = 10;
    /** Clients that come once. */
    private static final int STRANGERS = 64;

    private static final String ARN = "arn:aws:execute-api:ap-southeast-1:123456789012:a1b2c3d4e5/v1/GET/forecast";

    /** Signs anew; tokens are good for 59 minutes. */
    public static Workload create(Path folder) throws IOException {
        Files.createDirectories(folder);
        Instant now = Instant.now();
        List<String> tokens = IntStream.range(0, TOKENS)
                .parallel()
                .mapToObj(i -> TokenForge.token(now, claims -> {
                    claims.put("client_id", BenchPolicy.client(i % CLIENTS));
                    claims.put("jti", "7d4cbd0e-2f2f-4c8e-9d44-%012d".formatted(i));
                }))
                .toList();
        Workload workload = new Workload(folder);
        Files.write(workload.tokenFile(), tokens);
        Files.writeString(
                workload.keyFile(), TokenForge.keySet(List.of(TokenForge.jwk(TokenForge.KEY_ID, TokenForge.KEY))));
        Files.write(workload.events(), workload.recurring());
        Files.write(
                workload.strangers(),
                IntStream.range(0, STRANGERS)
                        .mapToObj(i -> event(TokenForge.token(
                                now, claims -> claims.put("client_id", BenchPolicy.client(CLIENTS + i)))))
                        .toList());
        return workload;
    }

    private Path tokenFile() {
        return folder.resolve("tokens.txt");
    }

    private Path keyFile() {
        return folder.resolve("keys.json");
    }

    /** A file with one event a line, of the recurring tokens. */
    public Path events() {
        return folder.resolve("events.jsonl");
    }

    /** A file with one event a line, each of a client of its own that no other event is of. */
    public Path strangers() {
        return folder.resolve("strangers.jsonl");
    }

    public List<String> tokens() throws IOException {
        return Files.readAllLines(tokenFile());
    }

    /** The issuer's key set. */
    public String keySet() throws IOException {
        return Files.readString(keyFile());
    }

    /** Events of few tokens. */
    public List<String> recurring() throws IOException {
        return tokens().stream().limit(RECURRING).map(Workload::event).toList();
    }

    /** Events of more tokens than anybody remembers. */
    public List<String> unseen() throws IOException {
        return tokens().stream().map(Workload::event).toList();
    }

    /** Serves the key set until it is closed. */
    public KeyServer serveKeys() throws IOException {
        return new KeyServer(keySet().getBytes(UTF_8));
    }

    /** The variables of the function, but for the SDK's. */
    public static Map<String, String> environment(Path policy, URI keySet) {
        return Map.of(
                "TOKEN_ISSUER",
                TokenForge.ISSUER,
                "JWKS_URI",
                keySet.toString(),
                "QUOTA_TABLE",
                "quota",
                "ACCESS_POLICY",
                policy.toAbsolutePath().toString(),
                "EDGE_KEY",
                "one:" + "A".repeat(43));
    }

    /** As API Gateway sends it for a client with the usual headers. */
    private static String event(String token) {
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json");
        headers.put("Accept-Encoding", "gzip, deflate, br");
        headers.put("Authorization", "Bearer " + token);
        headers.put("Host", "api.kwangle.weather");
        headers.put("User-Agent", "acme-weather/4.2 (+https://acme.example/bots)");
        headers.put("X-Amzn-Trace-Id", "Root=1-65f1a2b3-0123456789abcdef01234567");
        headers.put("X-Forwarded-For", "198.51.100.7");
        headers.put("X-Forwarded-Port", "443");
        headers.put("X-Forwarded-Proto", "https");
        Map<String, Object> multiValueHeaders = new LinkedHashMap<>();
        headers.forEach((name, value) -> multiValueHeaders.put(name, List.of(value)));
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("type", "REQUEST");
        event.put("methodArn", ARN);
        event.put("resource", "/forecast");
        event.put("path", "/api/v1/forecast");
        event.put("httpMethod", "GET");
        event.put("headers", headers);
        event.put("multiValueHeaders", multiValueHeaders);
        event.put("queryStringParameters", Map.of("location", "Hanoi"));
        event.put("multiValueQueryStringParameters", Map.of("location", List.of("Hanoi")));
        event.put("pathParameters", Map.of());
        event.put("stageVariables", Map.of());
        event.put("requestContext", requestContext());
        return JsonText.of(event);
    }

    private static Map<String, Object> requestContext() {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("resourceId", "k3xq1z");
        context.put("resourcePath", "/forecast");
        context.put("httpMethod", "GET");
        context.put("extendedRequestId", "JKJaXmPLvHcESHA=");
        context.put("requestTime", "26/Nov/2026:05:34:47 +0000");
        context.put("path", "/api/v1/forecast");
        context.put("accountId", "123456789012");
        context.put("protocol", "HTTP/1.1");
        context.put("stage", "v1");
        context.put("domainPrefix", "api");
        context.put("requestTimeEpoch", 1_795_671_287_000L);
        context.put("requestId", "8b0a2d7e-3c1f-4f5a-9d67-2f1f6a1b0c3d");
        context.put("identity", Map.of("sourceIp", "198.51.100.7", "userAgent", "acme-weather/4.2"));
        context.put("domainName", "api.kwangle.weather");
        context.put("apiId", "a1b2c3d4e5");
        return context;
    }

    /** An issuer of one key set. */
    public static final class KeyServer implements AutoCloseable {
        private final HttpServer server;

        private KeyServer(byte[] keySet) throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/jwks.json", exchange -> {
                try (exchange) {
                    exchange.sendResponseHeaders(200, keySet.length);
                    exchange.getResponseBody().write(keySet);
                }
            });
            server.start();
        }

        public URI address() {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/jwks.json");
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
