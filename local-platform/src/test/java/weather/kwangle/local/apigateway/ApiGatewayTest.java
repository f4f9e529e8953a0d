package weather.kwangle.local.apigateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weather.kwangle.local.lambda.InvocationOutcome;
import weather.kwangle.local.lambda.InvocationOutcome.Failed;
import weather.kwangle.local.lambda.InvocationOutcome.Returned;
import weather.kwangle.local.lambda.InvocationOutcome.Unavailable;

/** The stand-in with the shipped contract, over real HTTP, between a function and a backend that a test scripts. */
@Timeout(60)
class ApiGatewayTest {
    private static final Path CONTRACT = Path.of("../api/openapi.yaml");
    private static final String GRANTED = """
            {"principalId":"acme-weather","usageIdentifierKey":"mw-known",
             "policyDocument":{"Version":"2012-10-17","Statement":[
               {"Effect":"Allow","Action":"execute-api:Invoke","Resource":"*"}]},
             "context":{"edgeAssertion":"signed","clientId":"acme-weather","plan":"partner","decision":"allow",
               "policyVersion":"1-abc","reason":"","quotaDay":"2026-11-26"}}""";

    @TempDir
    private Path folder;

    private final ConcurrentLinkedQueue<JsonNode> events = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<Seen> backendSaw = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<String> delivered = new ConcurrentLinkedQueue<>();
    private volatile InvocationOutcome authorizerAnswers = new Returned(GRANTED);
    private volatile Handler.Abstract backendAnswers = new Answering(200, Map.of(), "{\"ok\":true}");
    private UsagePlans plans =
            key -> key.equals("mw-known") ? Optional.of(new UsagePlans.Throttle(1_000, 1_000)) : Optional.empty();

    private Server backend;
    private ApiGateway gateway;

    /** What reached the backend. */
    private record Seen(String method, String target, HttpFields headers, String body) {}

    @BeforeEach
    void start() throws Exception {
        backend = new Server();
        var connector = new ServerConnector(backend);
        connector.setHost("127.0.0.1");
        backend.addConnector(connector);
        backend.setHandler(new Handler.Abstract() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                backendSaw.add(new Seen(
                        request.getMethod(),
                        request.getHttpURI().getPathQuery(),
                        request.getHeaders(),
                        Content.Source.asString(request, UTF_8)));
                return backendAnswers.handle(request, response, callback);
            }
        });
        backend.start();
        serve(URI.create("http://127.0.0.1:" + connector.getLocalPort()), Files.readString(CONTRACT));
    }

    private void serve(URI backendOrigin, String contract) throws Exception {
        if (gateway != null) {
            gateway.close();
        }
        gateway = ApiGateway.bind(0);
        gateway.start(new ApiGateway.Settings(
                ApiDefinition.parse("openapi.yaml", contract),
                event -> {
                    events.add(JsonMapper.shared().readTree(event));
                    return authorizerAnswers;
                },
                key -> plans.find(key),
                backendOrigin,
                folder.resolve("api-gateway.log"),
                event -> {
                    delivered.add(event);
                    return new Returned("");
                },
                new Handler.Abstract() {
                    @Override
                    public boolean handle(Request request, Response response, Callback callback) {
                        return false;
                    }
                },
                Clock.systemUTC()));
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
        backend.stop();
    }

    @Test
    void aRequestGoesThroughAndItsAnswerComesBack() throws Exception {
        backendAnswers = new Answering(
                201,
                Map.of("ETag", "\"1\"", "RateLimit", "\"rate\";r=199;t=1", "Content-Type", "application/json"),
                "{}");

        Answer answer = get("/api/v1/forecast?location=S%C3%A3o%20Paulo&days=3", "Authorization: Bearer token");

        assertThat(answer.status()).isEqualTo(201);
        assertThat(answer.body()).isEqualTo("{}");
        assertThat(answer.header("RateLimit")).isEqualTo("\"rate\";r=199;t=1");
        assertThat(answer.header("ETag")).isEqualTo("\"1\"");
        Seen seen = onlySeen();
        assertThat(seen.target()).isEqualTo("/forecast?location=S%C3%A3o%20Paulo&days=3");
        assertThat(seen.headers().get("Authorization")).isEqualTo("Bearer token");
        assertThat(answer.header("x-amzn-RequestId"))
                .isEqualTo(events.peek().at("/requestContext/requestId").asString());
    }

    @Test
    void aBodyGoesThroughUnchanged() throws Exception {
        String body = "{\"locations\":[\"Hanoi\",\"東京\"]}";

        Answer answer = exchange("POST /api/v1/forecast HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
                + "Content-Length: " + body.getBytes(UTF_8).length + "\r\nConnection: close\r\n\r\n" + body);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(onlySeen().body()).isEqualTo(body);
        assertThat(onlySeen().headers().get("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void theAuthorizerIsToldWhatApiGatewayTells() throws Exception {
        get("/api/v1/forecast?location=Hanoi&location=Hue&empty=", "X-ONE: Bearer t", "X-Two: a", "X-Two: b");

        JsonNode event = events.peek();
        assertThat(event.at("/type").asString()).isEqualTo("REQUEST");
        assertThat(event.at("/methodArn").asString())
                .isEqualTo("arn:aws:execute-api:us-east-1:000000000000:maxweather/v1/GET/forecast");
        assertThat(event.at("/resource").asString()).isEqualTo("/forecast");
        assertThat(event.at("/path").asString()).isEqualTo("/api/v1/forecast");
        assertThat(event.at("/httpMethod").asString()).isEqualTo("GET");
        // With the letters that were sent.
        assertThat(event.at("/headers/X-ONE").asString()).isEqualTo("Bearer t");
        assertThat(event.at("/headers/X-Two").asString()).isEqualTo("b");
        assertThat(event.at("/multiValueHeaders/X-Two"))
                .extracting(JsonNode::asString)
                .containsExactly("a", "b");
        assertThat(event.at("/queryStringParameters/location").asString()).isEqualTo("Hue");
        assertThat(event.at("/multiValueQueryStringParameters/location"))
                .extracting(JsonNode::asString)
                .containsExactly("Hanoi", "Hue");
        assertThat(event.at("/queryStringParameters/empty").asString()).isEmpty();
        assertThat(event.at("/pathParameters")).isEmpty();
        assertThat(event.at("/stageVariables")).isEmpty();
        JsonNode context = event.at("/requestContext");
        assertThat(context.at("/stage").asString()).isEqualTo("v1");
        assertThat(context.at("/apiId").asString()).isEqualTo("maxweather");
        assertThat(context.at("/accountId").asString()).isEqualTo("000000000000");
        assertThat(context.at("/resourcePath").asString()).isEqualTo("/forecast");
        assertThat(context.at("/identity/sourceIp").asString()).isEqualTo("127.0.0.1");
        assertThat(context.at("/requestTimeEpoch").asLong()).isPositive();
        assertThat(context.at("/protocol").asString()).isEqualTo("HTTP/1.1");
    }

    @Test
    void tokensThatDifferInCaseOnlyAreNotTakenForOneAnotherOnOneConnection() throws Exception {
        List<String> tokens = List.of("Bearer abcdefgh", "Bearer abcDefgh");
        try (var client = HttpClient.newHttpClient()) {
            for (String token : tokens) {
                client.send(
                        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/api/v1/usage"))
                                .header("Authorization", token)
                                .build(),
                        BodyHandlers.discarding());
            }
        }

        assertThat(events)
                .extracting(event -> event.at("/headers/Authorization").asString())
                .containsExactlyElementsOf(tokens);
    }

    @Test
    void withoutATokenTheFunctionIsAskedAllTheSame() throws Exception {
        authorizerAnswers = new Failed("java.lang.RuntimeException", "Unauthorized");

        Answer answer = get("/api/v1/forecast?location=Hanoi");

        assertThat(events).hasSize(1);
        assertProblem(answer, 401, "unauthorized");
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer");
        assertThat(answer.json().get("requestId").asString())
                .isEqualTo(answer.header("x-amzn-RequestId"))
                .isEqualTo(events.peek().at("/requestContext/requestId").asString());
        assertThat(backendSaw).isEmpty();
    }

    @Test
    void aDenySaysTheAuthorizersReason() throws Exception {
        authorizerAnswers = new Returned("""
                {"principalId":"c","policyDocument":{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}},
                 "context":{"reason":"the token lacks read:forecast","edgeAssertion":""}}""");

        Answer answer = get("/api/v1/current?location=Hanoi");

        assertProblem(answer, 403, "access-denied");
        assertThat(answer.json().get("detail").asString()).isEqualTo("the token lacks read:forecast");
        assertThat(backendSaw).isEmpty();
    }

    @Test
    void aFailureOfTheAuthorizerIsNeverBlamedOnTheClient() throws Exception {
        authorizerAnswers = new Failed("java.lang.IllegalStateException", "JWKS away");
        Answer failed = get("/api/v1/current?location=Hanoi");
        authorizerAnswers = new Returned("{\"principalId\":\"c\"}");
        Answer malformed = get("/api/v1/current?location=Hanoi");
        authorizerAnswers = new Unavailable("busy");
        Answer unavailable = get("/api/v1/current?location=Hanoi");

        for (Answer answer : List.of(failed, malformed, unavailable)) {
            assertProblem(answer, 503, "service-unavailable");
            assertThat(answer.header("Retry-After")).isEqualTo("5");
            assertThat(answer.body()).doesNotContain("JWKS away", "busy", "principal");
        }
    }

    @Test
    void theAssertionReplacesWhateverTheCallerSent() throws Exception {
        get("/api/v1/usage", "X-Edge-Assertion: forged", "x-edge-assertion: forged too", "X-Client-Id: someone-else");

        assertThat(onlySeen().headers().getValuesList("X-Edge-Assertion")).containsExactly("signed");
        assertThat(onlySeen().headers().getValuesList("X-Client-Id")).containsExactly("acme-weather");
    }

    @Test
    void aContextWithoutTheMappedKeyLetsTheCallersHeaderThrough() throws Exception {
        authorizerAnswers = new Returned(GRANTED.replace("\"edgeAssertion\":\"signed\",", ""));

        get("/api/v1/usage", "X-Edge-Assertion: forged");

        assertThat(onlySeen().headers().getValuesList("X-Edge-Assertion")).containsExactly("forged");
    }

    @Test
    void hopByHopHeadersEndHereInBothDirections() throws Exception {
        backendAnswers = new Answering(
                401,
                Map.of("WWW-Authenticate", "Edge", "Keep-Alive", "timeout=5", "X-Kept", "yes", "Server", "netty"),
                "");

        Answer answer =
                get("/api/v1/usage", "Connection: close, X-Private", "X-Private: 1", "TE: trailers", "X-Public: 1");

        Seen seen = onlySeen();
        assertThat(seen.headers().contains("X-Private")).isFalse();
        assertThat(seen.headers().contains("TE")).isFalse();
        assertThat(seen.headers().get("X-Public")).isEqualTo("1");
        assertThat(seen.headers().get("X-Forwarded-For")).isEqualTo("127.0.0.1");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers()).doesNotContainKey("www-authenticate").doesNotContainKey("keep-alive");
        assertThat(answer.header("x-amzn-Remapped-WWW-Authenticate")).isEqualTo("Edge");
        assertThat(answer.header("x-amzn-Remapped-Server")).isEqualTo("netty");
        assertThat(answer.header("X-Kept")).isEqualTo("yes");
    }

    @Test
    void aClientsAddressIsAddedToTheHopsItCameThrough() throws Exception {
        get("/api/v1/usage", "X-Forwarded-For: 203.0.113.7", "X-Forwarded-Proto: http");

        assertThat(onlySeen().headers().get("X-Forwarded-For")).isEqualTo("203.0.113.7, 127.0.0.1");
        assertThat(onlySeen().headers().getValuesList("X-Forwarded-Proto")).containsExactly("https");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /api/v1/nothing",
        "DELETE, /api/v1/forecast",
        "OPTIONS, /api/v1/forecast",
        "get, /api/v1/forecast",
        "GET, /api/v1/forecast/",
        "GET, /api/v1//forecast",
        "GET, /api/v1/../v1/forecast",
        "GET, /api/v1/%66orecast",
        "GET, /api/v1/..%2fforecast",
        "GET, /api/v1/forecast;v=1",
        "GET, /api/v1",
        "GET, /api/v1/",
        "GET, /api/v10/forecast",
        "GET, /forecast",
        "GET, /",
        "GET, /api/v1/forecast/{id}"
    })
    void anUnknownPathOrMethodIs404AndAsksNobody(String method, String target) throws Exception {
        Answer answer = exchange(method + " " + target + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

        assertProblem(answer, 404, "not-found");
        assertThat(events).isEmpty();
        assertThat(backendSaw).isEmpty();
    }

    @Test
    void anUnknownApiKeyIs403() throws Exception {
        authorizerAnswers = new Returned(GRANTED.replace("mw-known", "mw-unknown"));

        assertProblem(get("/api/v1/usage"), 403, "access-denied");
        assertThat(backendSaw).isEmpty();
    }

    @Test
    void withoutAnApiKeyTheAnswerIs403() throws Exception {
        authorizerAnswers = new Returned(GRANTED.replace("\"usageIdentifierKey\":\"mw-known\",", ""));

        assertProblem(get("/api/v1/usage"), 403, "access-denied");
    }

    @Test
    void aPlansThrottleIs429() throws Exception {
        plans = key -> Optional.of(new UsagePlans.Throttle(0.001, 2));

        assertThat(get("/api/v1/usage").status()).isEqualTo(200);
        assertThat(get("/api/v1/usage").status()).isEqualTo(200);
        Answer third = get("/api/v1/usage");

        assertThat(third.status()).isEqualTo(429);
        assertThat(third.header("Retry-After")).isEqualTo("1");
        assertThat(third.json().get("type").asString())
                .isEqualTo("https://iana.org/assignments/http-problem-types#quota-exceeded");
    }

    @Test
    void aBackendThatIsAwayIs503() throws Exception {
        int nobody;
        try (var socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        serve(URI.create("http://127.0.0.1:" + nobody), Files.readString(CONTRACT));

        assertProblem(get("/api/v1/usage"), 503, "service-unavailable");
    }

    @Test
    void aBackendThatIsSilentIs504() throws Exception {
        try (var silent = new ServerSocket(0)) {
            serve(
                    URI.create("http://127.0.0.1:" + silent.getLocalPort()),
                    Files.readString(CONTRACT).replace("timeoutInMillis: 15000", "timeoutInMillis: 200"));

            assertProblem(get("/api/v1/usage"), 504, "upstream-timeout");
        }
    }

    @Test
    void aBackendThatStopsInTheMiddleIs504() throws Exception {
        try (var half = new ServerSocket(0)) {
            Thread.ofVirtual().start(() -> sendHalfAnAnswer(half));
            serve(
                    URI.create("http://127.0.0.1:" + half.getLocalPort()),
                    Files.readString(CONTRACT).replace("timeoutInMillis: 15000", "timeoutInMillis: 500"));

            assertProblem(get("/api/v1/usage"), 504, "upstream-timeout");
        }
    }

    private static void sendHalfAnAnswer(ServerSocket server) {
        try {
            Socket connection = server.accept();
            connection.getOutputStream().write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".getBytes(UTF_8));
            connection.getOutputStream().flush();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aBodyAbove10MegabytesIs413WhetherAnnouncedOrNot() throws Exception {
        Answer announced =
                exchange("POST /api/v1/forecast HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                        .formatted(10 * 1024 * 1024 + 1));
        Answer chunked = exchange(
                "POST /api/v1/forecast HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                        + ("100000\r\n" + "a".repeat(0x100000) + "\r\n").repeat(11) + "0\r\n\r\n");

        assertProblem(announced, 413, "payload-too-large");
        assertProblem(chunked, 413, "payload-too-large");
        assertThat(backendSaw).isEmpty();
    }

    @Test
    void headersAbove10KilobytesAreAProblem() throws Exception {
        Answer answer = get("/api/v1/usage", "X-Long: " + "a".repeat(11_000));

        assertThat(answer.status()).isEqualTo(431);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("status").asInt()).isEqualTo(431);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense\r\n\r\n",
                "GET /api/v1/usage HTTP/1.1\r\n\r\n",
                "GET /api/v1/usage HTTP/1.1\r\nHost: a\r\nBad Name: x\r\n\r\n",
                "GET /api/v1/usage HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
                "POST /api/v1/forecast HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "GET /api/v1/usage?q=a|b HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
                "GET /api/v1/usage?q=%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
            })
    void bytesThatAreNoHttpGetAProblemToo(String bytes) throws Exception {
        Answer answer = exchange(bytes);

        assertProblem(answer, 400, "bad-request");
        assertThat(backendSaw).isEmpty();
    }

    @Test
    void anHttpVersionOfThePastIsAProblem() throws Exception {
        Answer answer = exchange("GET /api/v1/usage\r\n\r\n");

        assertThat(answer.status()).isEqualTo(505);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void everyRequestIsALineOfTheAccessLog() throws Exception {
        Answer granted = get("/api/v1/usage");
        authorizerAnswers = new Failed("java.lang.RuntimeException", "Unauthorized");
        get("/api/v1/usage", "Authorization: Bearer secret-token");

        List<String> lines = Files.readAllLines(folder.resolve("api-gateway.log"));

        assertThat(lines).hasSize(2).noneMatch(line -> line.contains("secret-token") || line.contains("signed"));
        JsonNode first = JsonMapper.shared().readTree(lines.getFirst());
        assertThat(first.get("requestId").asString()).isEqualTo(granted.header("x-amzn-RequestId"));
        assertThat(first.get("status").asInt()).isEqualTo(200);
        assertThat(first.get("integrationStatus").asInt()).isEqualTo(200);
        assertThat(first.get("clientId").asString()).isEqualTo("acme-weather");
        assertThat(first.get("resourcePath").asString()).isEqualTo("/usage");
        JsonNode second = JsonMapper.shared().readTree(lines.getLast());
        assertThat(second.get("responseType").asString()).isEqualTo("UNAUTHORIZED");
        assertThat(second.has("integrationStatus")).isFalse();
    }

    @Test
    void whatDiesAfterTheAuthorizerIsHandedToTheFunctionOfRefunds() throws Exception {
        get("/api/v1/forecast");
        get("/api/v1/usage");
        authorizerAnswers = new Returned(GRANTED.replace("\"allow\"", "\"rate-limited\""));
        backendAnswers = new Answering(429, Map.of(), "{}");
        get("/api/v1/forecast");
        authorizerAnswers = new Returned(GRANTED.replace("mw-known", "mw-unknown"));
        String keyRefused = get("/api/v1/forecast").header("x-amzn-RequestId");
        authorizerAnswers = new Returned(GRANTED);
        plans = key -> Optional.of(new UsagePlans.Throttle(0.001, 0));
        String throttled = get("/api/v1/current").header("x-amzn-RequestId");
        plans = key -> Optional.of(new UsagePlans.Throttle(1_000, 1_000));
        backend.stop();
        String integrationFailed = get("/api/v1/places").header("x-amzn-RequestId");
        gateway.close();

        List<JsonNode> lines = deliveredLines();
        assertThat(lines)
                .extracting(line -> line.get("requestId").asString())
                .containsExactly(keyRefused, throttled, integrationFailed);
        assertThat(lines).allSatisfy(line -> {
            assertThat(line.get("clientId").asString()).isEqualTo("acme-weather");
            assertThat(line.get("quotaDay").asString()).isEqualTo("2026-11-26");
            assertThat(line.toString()).doesNotContain("signed");
        });
        assertThat(lines).extracting(line -> line.get("status").asInt()).containsExactly(403, 429, 503);
    }

    /** As CloudWatch Logs packs them. */
    private List<JsonNode> deliveredLines() throws Exception {
        var lines = new ArrayList<JsonNode>();
        for (String event : delivered) {
            String data =
                    JsonMapper.shared().readTree(event).at("/awslogs/data").asString();
            try (var packed = new GZIPInputStream(
                    new ByteArrayInputStream(Base64.getDecoder().decode(data)))) {
                for (JsonNode logged : JsonMapper.shared().readTree(packed).get("logEvents")) {
                    lines.add(JsonMapper.shared().readTree(logged.get("message").asString()));
                }
            }
        }
        return lines;
    }

    @Test
    void aCachedDecisionIsRefusedWhenTheContractIsRead() throws Exception {
        String caching = Files.readString(CONTRACT)
                .replace("authorizerResultTtlInSeconds: 0", "authorizerResultTtlInSeconds: 300");

        assertThatThrownBy(() -> ApiDefinition.parse("openapi.yaml", caching))
                .isInstanceOf(ContractException.class)
                .hasMessageContaining("authorizerResultTtlInSeconds: expected 0");
    }

    private Seen onlySeen() {
        assertThat(backendSaw).hasSize(1);
        return backendSaw.peek();
    }

    private Answer get(String target, String... headers) throws IOException {
        String connection = String.join("", headers).contains("Connection:") ? "" : "Connection: close\r\n";
        return exchange("GET " + target + " HTTP/1.1\r\nHost: a\r\n" + connection
                + (headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n") + "\r\n");
    }

    /** Raw bytes: an HTTP client would put right what a hostile one sends. */
    private Answer exchange(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout((int) Duration.ofSeconds(20).toMillis());
            try {
                socket.getOutputStream().write(request.getBytes(UTF_8));
                socket.getOutputStream().flush();
            } catch (IOException e) {
                // The server may answer and close before it has read all of a body that it refuses.
            }
            var answer = new ByteArrayOutputStream();
            try {
                socket.getInputStream().transferTo(answer);
            } catch (IOException e) {
                assertThat(answer.size()).as("what was read before %s", e).isPositive();
            }
            return Answer.parse(answer.toString(UTF_8));
        }
    }

    private static void assertProblem(Answer answer, int status, String slug) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.json().get("type").asString()).isEqualTo("https://api.kwangle.weather/problems/" + slug);
        assertThat(answer.json().get("status").asInt()).isEqualTo(status);
        assertThat(answer.header("x-amzn-RequestId")).isNotBlank();
    }

    private record Answer(int status, Map<String, String> headers, String body) {
        static Answer parse(String text) {
            int end = text.indexOf("\r\n\r\n");
            assertThat(end).as("an HTTP answer: %s", text).isPositive();
            List<String> head = text.substring(0, end).lines().toList();
            var headers = new HashMap<String, String>();
            for (String line : head.subList(1, head.size())) {
                headers.put(
                        line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT),
                        line.substring(line.indexOf(':') + 1).strip());
            }
            return new Answer(Integer.parseInt(head.getFirst().substring(9, 12)), headers, text.substring(end + 4));
        }

        String header(String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }

        JsonNode json() {
            return JsonMapper.shared().readTree(body);
        }
    }

    private static final class Answering extends Handler.Abstract {
        private final int status;
        private final Map<String, String> headers;
        private final String body;

        Answering(int status, Map<String, String> headers, String body) {
            this.status = status;
            this.headers = headers;
            this.body = body;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            response.setStatus(status);
            headers.forEach(response.getHeaders()::put);
            Content.Sink.write(response, true, body, callback);
            return true;
        }
    }
}
