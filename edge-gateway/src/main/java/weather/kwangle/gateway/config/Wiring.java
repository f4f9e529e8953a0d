package weather.kwangle.gateway.config;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.reactor.netty.NettyServerCustomizer;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.cloud.gateway.support.RouteMetadataUtils;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.annotation.Order;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.WebFilter;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.NettyPipeline;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import tools.jackson.databind.json.JsonMapper;
import weather.kwangle.edge.EdgeKeys;
import weather.kwangle.gateway.accesslog.AccessLogFilter;
import weather.kwangle.gateway.assertion.EdgeAssertionFilter;
import weather.kwangle.gateway.assertion.EdgeKeyFile;
import weather.kwangle.gateway.assertion.EdgeKeySecret;
import weather.kwangle.gateway.assertion.EdgeKeySource;
import weather.kwangle.gateway.assertion.RefreshedEdgeKeys;
import weather.kwangle.gateway.batch.BatchFilter;
import weather.kwangle.gateway.batch.BatchPermits;
import weather.kwangle.gateway.drain.ConnectionDrain;
import weather.kwangle.gateway.filter.OperationFilter;
import weather.kwangle.gateway.filter.ProblemFilter;
import weather.kwangle.gateway.filter.RequestBodyFilter;
import weather.kwangle.gateway.probe.Probes;
import weather.kwangle.gateway.problem.ProblemJson;
import weather.kwangle.gateway.quota.QuotaFilter;
import weather.kwangle.gateway.refund.RefundFilter;
import weather.kwangle.gateway.refund.RefundFlusher;
import weather.kwangle.gateway.refund.Refunds;
import weather.kwangle.gateway.upstream.DeadlineFilter;
import weather.kwangle.gateway.upstream.UpstreamAnswerFilter;
import weather.kwangle.gateway.upstream.UpstreamClient;
import weather.kwangle.gateway.usage.Accounts;
import weather.kwangle.gateway.usage.UsageHandler;
import weather.kwangle.quota.batch.BatchLedger;
import weather.kwangle.quota.dynamodb.DynamoDbClients;
import weather.kwangle.quota.dynamodb.DynamoDbLedgerStore;
import weather.kwangle.quota.dynamodb.DynamoDbRefundStore;
import weather.kwangle.quota.refund.AccountRefunds;
import weather.kwangle.quota.refund.RefundBook;

/**
 * The whole gateway in the order in which a request meets it: refund, access log, problems, edge assertion, quota, operation,
 * request body, batch; then probes, usage or the route, and on the route the deadline and a look at the answer.
 */
@Configuration(proxyBeanMethods = false)
public class Wiring {
    private static final String USAGE = "/usage";

    private static final Map<String, List<String>> OWN_OPERATIONS = Map.of(
            USAGE,
            List.of("GET"),
            Probes.HEALTH,
            List.of("GET"),
            Probes.READY,
            List.of("GET"),
            Probes.STARTUP,
            List.of("GET"));

    private static final Map<String, List<String>> WEATHER_OPERATIONS = Map.of(
            "/forecast", List.of("GET", "POST"),
            "/current", List.of("GET"),
            "/places", List.of("GET"));

    /** A call to Secrets Manager, all attempts together. */
    private static final Duration SECRET_TIMEOUT = Duration.ofSeconds(5);

    /** A call to the quota table; beside the whole deadline of the weather service it fits into what API Gateway waits. */
    private static final Duration TABLE_TIMEOUT = Duration.ofSeconds(2);

    private static final int TABLE_THREADS = 16;
    private static final int TABLE_QUEUE = 10;

    @Bean
    ProblemJson problemJson(JsonMapper json) {
        return new ProblemJson(json);
    }

    /** Made only if the keys are a secret. */
    @Bean
    @Lazy
    SecretsManagerClient secretsManager() {
        return SecretsManagerClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(override -> override.apiCallTimeout(SECRET_TIMEOUT))
                .build();
    }

    @Bean
    EdgeKeySource edgeKeySource(GatewaySettings settings, ObjectProvider<SecretsManagerClient> secretsManager) {
        if (settings.hasEdgeKey()) {
            return EdgeKeySource.fixed(settings.edgeKeys(), Clock.systemUTC());
        }
        if (!settings.edgeKeyFile().isBlank()) {
            return refreshed("EDGE_KEY_FILE", settings, () -> new EdgeKeyFile(Path.of(settings.edgeKeyFile())));
        }
        return refreshed(
                "EDGE_KEY_SECRET_ID",
                settings,
                () -> new EdgeKeySecret(secretsManager.getObject(), settings.edgeKeySecretId()));
    }

    private static EdgeKeySource refreshed(
            String variable, GatewaySettings settings, Supplier<Supplier<EdgeKeys>> source) {
        try {
            return new RefreshedEdgeKeys(source.get(), settings.edgeKeyRefresh(), Clock.systemUTC());
        } catch (RuntimeException e) {
            throw new InvalidSetting("%s names what gives no keys: %s"
                    .formatted(variable, rootOf(e).getMessage()));
        }
    }

    private static Throwable rootOf(Throwable failure) {
        Throwable cause = failure.getCause();
        return cause == null ? failure : rootOf(cause);
    }

    /** Made at its first use: a gateway that nobody asks needs no credentials. */
    @Bean
    @Lazy
    DynamoDbClient dynamoDb() {
        return DynamoDbClients.create(TABLE_TIMEOUT, _ -> {});
    }

    @Bean
    @Lazy
    RefundBook refundBook(DynamoDbClient dynamoDb, GatewaySettings settings) {
        return new AccountRefunds(new DynamoDbRefundStore(dynamoDb, settings.quotaTable()), Clock.systemUTC());
    }

    @Bean
    RefundFlusher refunds(GatewaySettings settings, ObjectProvider<RefundBook> book) {
        return new RefundFlusher(settings.maxRefunds(), book::getObject, Clock.systemUTC());
    }

    @Bean
    @Order(0)
    WebFilter refundFilter(Refunds refunds) {
        return new RefundFilter(refunds, Probes::isProbe);
    }

    @Bean
    @Order(1)
    WebFilter accessLogFilter() {
        return new AccessLogFilter(System::nanoTime, Probes::isProbe);
    }

    @Bean
    @Order(2)
    WebFilter problemFilter(ProblemJson problems) {
        return new ProblemFilter(problems);
    }

    @Bean
    @Order(3)
    WebFilter edgeAssertionFilter(EdgeKeySource keys) {
        return new EdgeAssertionFilter(keys, Probes::isProbe);
    }

    @Bean
    @Order(4)
    WebFilter quotaFilter() {
        return new QuotaFilter();
    }

    @Bean
    @Order(5)
    WebFilter operationFilter() {
        return new OperationFilter(OWN_OPERATIONS, WEATHER_OPERATIONS);
    }

    @Bean
    @Order(6)
    WebFilter requestBodyFilter(GatewaySettings settings) {
        return new RequestBodyFilter(settings.maxBodyBytes());
    }

    @Bean
    @Lazy
    BatchLedger batchLedger(DynamoDbClient dynamoDb, GatewaySettings settings) {
        return new BatchLedger(new DynamoDbLedgerStore(dynamoDb, settings.quotaTable()), Clock.systemUTC());
    }

    @Bean
    @Lazy
    BatchPermits batchPermits(BatchLedger ledger, RefundBook book) {
        return new BatchPermits(ledger, book);
    }

    /** The threads that may wait for the table on a request's behalf; what finds no place is refused at once. */
    @Bean(destroyMethod = "dispose")
    Scheduler tableThreads() {
        return Schedulers.newBoundedElastic(TABLE_THREADS, TABLE_QUEUE, "quota-table");
    }

    @Bean
    @Order(7)
    WebFilter batchFilter(ObjectProvider<BatchPermits> permits, Scheduler tableThreads) {
        return new BatchFilter(permits::getObject, tableThreads::schedule);
    }

    @Bean
    @Lazy
    Accounts accounts(DynamoDbClient dynamoDb, GatewaySettings settings) {
        return new DynamoDbLedgerStore(dynamoDb, settings.quotaTable())::read;
    }

    @Bean
    RouterFunction<ServerResponse> ownAnswers(
            ApplicationAvailability availability, ObjectProvider<Accounts> accounts, Scheduler tableThreads) {
        var usage = new UsageHandler(accounts::getObject, Clock.systemUTC(), tableThreads);
        return new Probes(availability).routes().and(RouterFunctions.route(RequestPredicates.GET(USAGE), usage));
    }

    @Bean
    RouteLocator weatherService(RouteLocatorBuilder routes, GatewaySettings settings) {
        String[] paths = WEATHER_OPERATIONS.keySet().toArray(String[]::new);
        return routes.routes()
                .route(
                        "weather-service",
                        route -> route.path(false, paths)
                                .metadata(
                                        RouteMetadataUtils.RESPONSE_TIMEOUT_ATTR,
                                        settings.upstream().responseTimeout().toMillis())
                                .uri(settings.weatherService()))
                .build();
    }

    @Bean(destroyMethod = "dispose")
    ConnectionProvider upstreamConnections(GatewaySettings settings) {
        return UpstreamClient.connections(settings.upstream());
    }

    @Bean
    HttpClient upstreamClient(ConnectionProvider connections, GatewaySettings settings) {
        return UpstreamClient.client(connections, settings.upstream());
    }

    @Bean
    DeadlineFilter deadlineFilter(GatewaySettings settings) {
        return new DeadlineFilter(settings.upstream().deadline());
    }

    @Bean
    UpstreamAnswerFilter upstreamAnswerFilter() {
        return new UpstreamAnswerFilter();
    }

    @Bean
    ConnectionDrain connectionDrain(GatewaySettings settings) {
        return new ConnectionDrain(settings.drainQuiet());
    }

    @Bean
    NettyServerCustomizer connectionsEndInPeace(ConnectionDrain drain) {
        return drain::watch;
    }

    @Bean
    NettyServerCustomizer requestsEndInTime(GatewaySettings settings) {
        return server -> server.requestTimeout(settings.requestTimeout());
    }

    @Bean
    NettyServerCustomizer brokenBodiesAreErrors() {
        return server -> server.doOnChannelInit((observer, channel, address) ->
                channel.pipeline().addAfter(NettyPipeline.HttpCodec, "broken-bodies", new BrokenBodies()));
    }

    @Bean
    NettyServerCustomizer bareErrorsGetBodies(ProblemJson problems) {
        BareErrorBodies bodies = new BareErrorBodies(problems);
        return server -> server.doOnChannelInit((observer, channel, address) ->
                channel.pipeline().addAfter(NettyPipeline.HttpCodec, "bare-error-bodies", bodies));
    }
}
