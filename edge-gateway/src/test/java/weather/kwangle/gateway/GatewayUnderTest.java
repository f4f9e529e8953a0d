package weather.kwangle.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import weather.kwangle.edge.EdgeAssertion;
import weather.kwangle.gateway.usage.Accounts;
import weather.kwangle.quota.batch.BatchLedger;
import weather.kwangle.quota.refund.RefundBook;

/** The gateway as it ships, on a free port, in front of a {@link WeatherStandIn}, with a quota table in memory. */
final class GatewayUnderTest implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    /** Reactor Netty's own two seconds after the last connection, in which nothing happens that a test looks at. */
    static final String STOPS_AT_ONCE = "spring.reactor.netty.shutdown-quiet-period=0s";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final String[] settings;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final WeatherStandIn weather = new WeatherStandIn();
    private final RefundsInMemory refunds = new RefundsInMemory();
    private final AccountsInMemory accounts = new AccountsInMemory();
    private volatile Duration ahead = Duration.ZERO;
    private ConfigurableApplicationContext context;

    GatewayUnderTest(String... settings) {
        this.settings = settings;
    }

    @Override
    public void beforeAll(ExtensionContext junit) {
        List<String> arguments = new ArrayList<>(List.of(
                "--SERVER_PORT=0",
                "--server.address=127.0.0.1",
                "--EDGE_KEY=" + Edge.KEY,
                "--QUOTA_TABLE=none",
                "--spring.main.allow-bean-definition-overriding=true",
                "--" + STOPS_AT_ONCE,
                "--WEATHER_SERVICE_URL=http://127.0.0.1:" + weather.port()));
        for (String setting : settings) {
            arguments.add("--" + setting);
        }
        SpringApplication application = EdgeGateway.application();
        application.addInitializers((GenericApplicationContext bare) -> useTheTableInMemory(bare));
        context = application.run(arguments.toArray(String[]::new));
    }

    /** What is registered by hand wins over the beans of the same names. */
    private void useTheTableInMemory(GenericApplicationContext bare) {
        bare.registerBean("refundBook", RefundBook.class, () -> refunds);
        bare.registerBean("accounts", Accounts.class, () -> accounts);
        bare.registerBean("batchLedger", BatchLedger.class, () -> new BatchLedger(accounts, clock()));
    }

    private Clock clock() {
        InstantSource source = () -> Instant.now().plus(ahead);
        return source.withZone(ZoneOffset.UTC);
    }

    @Override
    public void beforeEach(ExtensionContext junit) {
        // So that the ledger remembers nothing of the test before.
        ahead = ahead.plusSeconds(2);
        weather.reset();
        refunds.reset();
        accounts.reset();
    }

    @Override
    public void afterAll(ExtensionContext junit) {
        // The caller first: the gateway waits for connections that rest.
        http.close();
        context.close();
        weather.close();
    }

    WeatherStandIn weather() {
        return weather;
    }

    AccountsInMemory accounts() {
        return accounts;
    }

    RefundsInMemory refunds() {
        return refunds;
    }

    ConfigurableApplicationContext context() {
        return context;
    }

    int port() {
        return ((WebServerApplicationContext) context).getWebServer().getPort();
    }

    HttpRequest.Builder request(String method, String pathAndQuery) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + pathAndQuery))
                .timeout(PATIENCE)
                .method(method, BodyPublishers.noBody());
    }

    /** A request as the edge forwards it. */
    HttpRequest.Builder vouched(String method, String pathAndQuery) {
        String path = pathAndQuery.replaceFirst("\\?.*", "");
        return request(method, pathAndQuery).header(EdgeAssertion.HEADER, Edge.allows(method + " " + path));
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> response) {
        return JSON.readTree(response.body());
    }

    static JsonNode parse(String json) {
        return JSON.readTree(json);
    }

    /** The one shape of every error. */
    static JsonNode assertProblem(HttpResponse<String> response, int status, String slug) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(response.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
        JsonNode problem = json(response);
        assertThat(problem.get("type").asString()).isEqualTo("https://api.kwangle.weather/problems/" + slug);
        assertThat(problem.get("status").asInt()).isEqualTo(status);
        assertThat(problem.get("title").asString()).isNotBlank();
        assertThat(problem.get("detail").asString()).isNotBlank().doesNotContain("Exception", "reactor", "netty");
        assertThat(response.headers().firstValue("X-Request-Id"))
                .contains(problem.get("requestId").asString());
        return problem;
    }
}
