package weather.kwangle.registry.command;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weather.kwangle.registry.Environment;

/**
 * Answers as Cognito and API Gateway do by their references: what these commands call, one item a page. A call can be made to
 * fail, before it does anything or with its answer lost.
 */
final class AwsStandIn implements AutoCloseable {
    static final String SECRET = "a-secret-of-cognitos";

    private final HttpServer server;

    /** Calls in the order they came, without bodies. */
    final List<String> calls = new ArrayList<>();

    final Map<String, JsonNode> appClients = new TreeMap<>();

    /** Names and values of keys by id. */
    final Map<String, Map<String, Object>> keys = new TreeMap<>();

    /** Names of usage plans by id. */
    final Map<String, String> usagePlans = new TreeMap<>();

    /** Keys of usage plans by id. */
    final Map<String, TreeSet<String>> members = new TreeMap<>();

    private int writesUntilFailure = Integer.MAX_VALUE;
    private boolean answerLost;

    private record Answer(int status, Optional<String> errorType, Object body) {
        static Answer ok(Object body) {
            return new Answer(200, Optional.empty(), body);
        }

        static Answer error(int status, String type) {
            return new Answer(status, Optional.of(type), Map.of("__type", type, "message", "said " + type));
        }
    }

    AwsStandIn(String... plans) {
        for (String plan : plans) {
            usagePlans.put("plan-" + plan, plan);
            members.put("plan-" + plan, new TreeSet<>());
        }
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    /** Production, with its services here and its table in DynamoDB Local. */
    Connections connect() {
        return new Connections(
                Environment.PRODUCTION.quotaTable(),
                Table.connect(),
                Optional.of(new Connections.Services(
                        Environment.PRODUCTION,
                        here(CognitoIdentityProviderClient.builder().applyMutation(Connections::callOnce))
                                .build(),
                        here(ApiGatewayClient.builder().applyMutation(Connections::callOnce))
                                .build())));
    }

    private <B extends AwsClientBuilder<B, ?>> B here(B builder) {
        return builder.endpointOverride(endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "key")));
    }

    private URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Lets so many writes pass and fails the next one, once. */
    void failAfter(int writes, boolean butDoIt) {
        writesUntilFailure = writes;
        answerLost = butDoIt;
    }

    /** In which usage plans the key of that name is. */
    List<String> usagePlansOf(String keyName) {
        return members.entrySet().stream()
                .filter(plan -> plan.getValue().stream()
                        .anyMatch(key -> keys.get(key).get("name").equals(keyName)))
                .map(plan -> usagePlans.get(plan.getKey()))
                .toList();
    }

    /** The calls that change something. */
    List<String> writes() {
        return calls.stream().filter(AwsStandIn::isWrite).toList();
    }

    private static boolean isWrite(String call) {
        return call.startsWith("POST /") || call.startsWith("DELETE ") || call.startsWith("Create");
    }

    private synchronized void handle(HttpExchange exchange) throws IOException {
        String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        String call = target == null
                ? exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()
                : target.replaceFirst(".*\\.", "");
        calls.add(call);
        String text = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        JsonNode body = JsonMapper.shared().readTree(text.isEmpty() ? "{}" : text);
        boolean fails = isWrite(call) && writesUntilFailure-- == 0;
        Answer answer = fails && !answerLost
                ? Answer.error(503, "ServiceUnavailableException")
                : target == null ? gateway(call, query(exchange), body) : cognito(call, body);
        if (fails && answerLost) {
            answer = Answer.error(503, "ServiceUnavailableException");
        }
        byte[] bytes = JsonMapper.shared().writeValueAsBytes(answer.body());
        answer.errorType().ifPresent(type -> exchange.getResponseHeaders().add("x-amzn-ErrorType", type));
        exchange.sendResponseHeaders(answer.status(), bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Answer cognito(String call, JsonNode body) {
        return switch (call) {
            case "ListUserPools" ->
                page(
                        "UserPools",
                        "NextToken",
                        body.path("NextToken").asString("0"),
                        List.of(
                                Map.of("Id", "pool-1", "Name", "max-weather-staging-users"),
                                Map.of("Id", "pool-2", "Name", "max-weather-users")));
            case "ListUserPoolClients" ->
                page(
                        "UserPoolClients",
                        "NextToken",
                        body.path("NextToken").asString("0"),
                        appClients.entrySet().stream()
                                .map(client -> Map.of(
                                        "ClientId",
                                        client.getKey(),
                                        "ClientName",
                                        client.getValue().path("ClientName").asString(),
                                        "UserPoolId",
                                        "pool-2"))
                                .toList());
            case "DescribeUserPoolClient" ->
                Optional.ofNullable(appClients.get(body.path("ClientId").asString()))
                        .map(client -> Answer.ok(described(body.path("ClientId").asString(), client)))
                        .orElseGet(() -> Answer.error(400, "ResourceNotFoundException"));
            case "CreateUserPoolClient" -> {
                String id = "id" + (appClients.size() + 1);
                appClients.put(id, body);
                yield Answer.ok(described(id, body));
            }
            default -> Answer.error(400, "UnknownOperationException");
        };
    }

    private static Map<String, Object> described(String id, JsonNode client) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("ClientId", id);
        described.put("ClientName", client.path("ClientName").asString());
        described.put("ClientSecret", SECRET);
        if (client.has("AllowedOAuthScopes")) {
            described.put("AllowedOAuthScopes", client.path("AllowedOAuthScopes"));
        }
        return Map.of("UserPoolClient", described);
    }

    private Answer gateway(String call, Map<String, String> query, JsonNode body) {
        String[] path = call.split("/");
        String position = query.getOrDefault("position", "0");
        return switch (call.replaceFirst("/usageplans/[^/]+/keys", "/usageplans/ID/keys")
                .replaceFirst("keys/.+", "keys/ID")) {
            case "GET /apikeys" ->
                page(
                        "item",
                        "position",
                        position,
                        keys.values().stream()
                                .filter(key -> String.valueOf(key.get("name")).startsWith(query.get("name")))
                                .toList());
            case "POST /apikeys" -> {
                String value = body.path("value").asString();
                if (keys.values().stream().anyMatch(key -> key.get("value").equals(value))) {
                    yield Answer.error(409, "ConflictException");
                }
                String id = "key-" + (keys.size() + 1);
                keys.put(id, Map.of("id", id, "name", body.path("name").asString(), "value", value));
                yield Answer.ok(keys.get(id));
            }
            case "GET /usageplans" ->
                page(
                        "item",
                        "position",
                        position,
                        usagePlans.entrySet().stream()
                                .filter(plan -> !query.containsKey("keyId")
                                        || members.get(plan.getKey()).contains(query.get("keyId")))
                                .map(plan -> Map.of("id", plan.getKey(), "name", plan.getValue()))
                                .toList());
            case "POST /usageplans/ID/keys" -> {
                String key = body.path("keyId").asString();
                // Whatever the plan: all are of one stage.
                if (members.values().stream().anyMatch(plan -> plan.contains(key))) {
                    yield Answer.error(409, "ConflictException");
                }
                members.get(path[2]).add(key);
                yield Answer.ok(Map.of("id", key));
            }
            case "DELETE /usageplans/ID/keys/ID" ->
                members.get(path[2]).remove(path[4]) ? Answer.ok(Map.of()) : Answer.error(404, "NotFoundException");
            default -> Answer.error(400, "BadRequestException");
        };
    }

    private static Answer page(String items, String token, String position, List<?> all) {
        int at = Integer.parseInt(position);
        Map<String, Object> page = new LinkedHashMap<>();
        page.put(items, all.subList(Math.min(at, all.size()), Math.min(at + 1, all.size())));
        if (at + 1 < all.size()) {
            page.put(token, String.valueOf(at + 1));
        }
        return Answer.ok(page);
    }

    private static Map<String, String> query(HttpExchange exchange) {
        String query =
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse("");
        return Arrays.stream(query.split("&"))
                .filter(part -> part.contains("="))
                .map(part -> part.split("=", 2))
                .collect(Collectors.toMap(part -> part[0], part -> URLDecoder.decode(part[1], UTF_8)));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
