package weather.kwangle.local.answers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weather.kwangle.local.PlatformUnderTest;

/** A partner's program: gets a token, asks, reads the answer. */
final class ApiClient {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final HttpClient HTTP = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private final JsonNode platform = PlatformUnderTest.running();

    record Answer(HttpResponse<String> response, JsonNode body) {
        int status() {
            return response.statusCode();
        }

        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    String address(String member) {
        return platform.get(member).asString();
    }

    /** The process of a part, as text. */
    String pid(String part) {
        return String.valueOf(platform.get("pids").get(part).asLong());
    }

    /** The processes of the function that decides about requests, as many as there are now. */
    List<String> functionPids() {
        ProcessHandle own =
                ProcessHandle.of(platform.get("pids").get("platform").asLong()).orElseThrow();
        return PlatformUnderTest.instancesOf(own).stream()
                .map(instance -> String.valueOf(instance.pid()))
                .toList();
    }

    String tokenOf(String clientId) throws IOException, InterruptedException {
        String secret = "";
        for (JsonNode client : platform.get("clients")) {
            if (client.get("id").asString().equals(clientId)) {
                secret = client.get("secret").asString();
            }
        }
        String credentials = Base64.getEncoder().encodeToString((clientId + ":" + secret).getBytes(UTF_8));
        return tokens(Map.of("grant_type", "client_credentials"), "Authorization", "Basic " + credentials)
                .body()
                .get("access_token")
                .asString();
    }

    /** One call of the token endpoint. */
    private Answer tokens(Map<String, String> form, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address("tokenEndpoint")))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form(form)));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    Answer get(String path, String... headers) throws IOException, InterruptedException {
        return ask("GET", path, "", headers);
    }

    /** A call of the API; {@code path} starts behind the base path. */
    Answer ask(String method, String path, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address("api") + path))
                .timeout(Duration.ofSeconds(20))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    Answer send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString(UTF_8));
        return new Answer(response, JSON.readTree(response.body().isBlank() ? "{}" : response.body()));
    }

    static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    static String encoded(String value) {
        return URLEncoder.encode(value, UTF_8);
    }

    static String form(Map<String, String> parameters) {
        return parameters.entrySet().stream()
                .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
    }
}
