package weather.kwangle.local;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import weather.kwangle.local.PlatformFile.Addresses;
import weather.kwangle.local.apigateway.ApiDefinition;
import weather.kwangle.local.apigateway.ApiGateway;
import weather.kwangle.local.apigateway.ContractException;
import weather.kwangle.local.identity.IdentityServer;
import weather.kwangle.local.lambda.FunctionInstances;
import weather.kwangle.local.lambda.FunctionSettings;
import weather.kwangle.local.lambda.OnDemandFunction;
import weather.kwangle.local.page.DocumentationPage;
import weather.kwangle.local.process.Child;
import weather.kwangle.local.process.ChildJvm;
import weather.kwangle.local.process.PartFailedException;
import weather.kwangle.local.process.Readiness;
import weather.kwangle.local.process.ReservedPort;
import weather.kwangle.policy.PolicyParseException;

/**
 * The parts, as child processes, from the first start to the last stop. All start at once as far as they do not need
 * each other; the first that fails, now or later, is the platform's failure.
 */
final class Platform implements AutoCloseable {
    private static final String DATABASE = "dynamodb";
    private static final String IDENTITY = "identity";
    private static final String WEATHER_SERVICE = "weather-service";
    private static final String EDGE_GATEWAY = "edge-gateway";
    private static final String AUTHORIZER = "authorizer";
    private static final String API_GATEWAY = "api-gateway";
    private static final String REFUNDS = "refunds";

    /** In the order in which to show them. */
    static final List<String> PARTS =
            List.of(DATABASE, IDENTITY, WEATHER_SERVICE, EDGE_GATEWAY, AUTHORIZER, API_GATEWAY);

    /** Whoever asks stops before whom it asks; those of one step stop at once. */
    private static final List<Set<String>> STOP_ORDER =
            List.of(Set.of(EDGE_GATEWAY), Set.of(WEATHER_SERVICE, IDENTITY, DATABASE));

    private static final Duration START_TIMEOUT = Duration.ofSeconds(90);
    private static final Duration STOP_GRACE = Duration.ofSeconds(4);
    private static final Duration FUNCTION_TIMEOUT = Duration.ofSeconds(10);
    private static final int FUNCTION_MEMORY_MEGABYTES = 1_024;
    private static final Duration REFUND_TIMEOUT = Duration.ofSeconds(60);
    private static final int REFUND_MEMORY_MEGABYTES = 512;
    private static final int EDGE_KEY_BYTES = 32;

    /** Reactor Netty waits two seconds for late tasks; when a pod stops here, who could send it one has stopped. */
    private static final String STOP_WITHOUT_LINGERING = "-Dreactor.netty.ioShutdownQuietPeriod=0";

    private final BuiltParts built;
    private final Beside beside;
    private final Path workFolder;
    private final ApiGateway apiGateway;
    private final int identityPort;
    private final ProgressDisplay progress;
    private final Clock clock;

    private final Map<String, Child> children = new ConcurrentHashMap<>();
    private final AtomicReference<@Nullable QuotaDatabase> database = new AtomicReference<>();
    private final AtomicReference<@Nullable FunctionInstances> function = new AtomicReference<>();
    private final AtomicReference<@Nullable OnDemandFunction> refunds = new AtomicReference<>();
    private final CompletableFuture<Void> failure = new CompletableFuture<>();
    private final AtomicBoolean stopping = new AtomicBoolean();

    /**
     * Files that the authorizer reads beside the policy, as it does that, again and again.
     *
     * @param breakGlass what is refused by hand
     * @param shadowPolicy a candidate
     */
    record Beside(Optional<Path> breakGlass, Optional<Path> shadowPolicy) {}

    /**
     * @param built what to start
     * @param workFolder for logs and temporary files
     * @param apiGateway the API's port, taken already
     * @param identityPort the sign-in's port, free a moment ago
     */
    Platform(
            BuiltParts built,
            Beside beside,
            Path workFolder,
            ApiGateway apiGateway,
            int identityPort,
            ProgressDisplay progress,
            Clock clock) {
        this.built = built;
        this.beside = beside;
        this.workFolder = workFolder;
        this.apiGateway = apiGateway;
        this.identityPort = identityPort;
        this.progress = progress;
        this.clock = clock;
    }

    /**
     * Starts all parts and returns when each has answered.
     *
     * @throws PartFailedException if one does not start, or ends
     * @throws ContractException if the contract is not one for the stand-in
     * @throws PolicyParseException if the access policy cannot be read
     */
    Addresses start()
            throws PartFailedException, ContractException, PolicyParseException, IOException, InterruptedException {
        var api = ApiDefinition.parse("api/openapi.yaml", Files.readString(built.contract()));
        var policy = new FollowedPolicy("access-policy/policy/access-policy.yaml", built.accessPolicy(), clock);
        String edgeKey = randomEdgeKey();
        URI identity = loopback(identityPort);
        URI weatherService = loopback(ReservedPort.take());
        URI edgeGateway = loopback(ReservedPort.take());
        String issuer = IdentityServer.issuer(identity.getPort());

        var quota = begin(DATABASE, List.of(), this::startDatabase);
        var signIn = begin(IDENTITY, List.of(), () -> startIdentity(identity, issuer));
        var service = begin(WEATHER_SERVICE, List.of(), () -> startWeatherService(weatherService));
        var pod = begin(
                EDGE_GATEWAY,
                List.of(quota),
                () -> startEdgeGateway(
                        edgeGateway, weatherService, edgeKey, quota.join().endpoint()));
        var authorizer = begin(
                AUTHORIZER,
                List.of(quota, signIn),
                () -> startFunction(issuer, edgeKey, quota.join().endpoint()));
        var door = begin(API_GATEWAY, List.of(service, pod, authorizer), () -> {
            var keys = new ClientKeys(policy, quota.join()::clientIds, quota.join()::planOf, clock);
            apiGateway.start(new ApiGateway.Settings(
                    api,
                    authorizer.join(),
                    keys,
                    edgeGateway,
                    log(API_GATEWAY),
                    refundFunction(quota.join().endpoint()),
                    new DocumentationPage(api, identity),
                    clock));
            return apiGateway;
        });

        awaitFirst(CompletableFuture.anyOf(door, failure));
        return new Addresses(
                loopback(apiGateway.port()).resolve(api.basePath()),
                issuer,
                identity,
                edgeGateway,
                weatherService,
                quota.join().endpoint());
    }

    /** Returns only by throwing: when a part has ended by itself. */
    void awaitFailure() throws PartFailedException, InterruptedException {
        awaitFirst(failure);
    }

    /** The process ids of all parts, and our own as {@code platform}. */
    Map<String, Long> pids() {
        var pids = new LinkedHashMap<String, Long>();
        pids.put("platform", ProcessHandle.current().pid());
        children.values().stream()
                .sorted(Comparator.comparingInt(child -> PARTS.indexOf(child.name())))
                .forEach(child -> pids.put(child.name(), child.pid()));
        FunctionInstances instances = function.get();
        if (instances != null) {
            instances.pids().stream().findFirst().ifPresent(pid -> pids.put(AUTHORIZER, pid));
        }
        return pids;
    }

    /** Stops all parts, whoever asks before whom it asks, each within a few seconds. Closing twice does nothing. */
    @Override
    public void close() {
        if (!stopping.compareAndSet(false, true)) {
            return;
        }
        apiGateway.close();
        FunctionInstances instances = function.get();
        if (instances != null) {
            instances.close();
        }
        OnDemandFunction refundFunction = refunds.get();
        if (refundFunction != null) {
            refundFunction.close();
        }
        for (Set<String> step : STOP_ORDER) {
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                children.values().stream()
                        .filter(child -> step.contains(child.name()))
                        .forEach(child -> threads.execute(() -> child.stop(STOP_GRACE)));
            }
        }
        QuotaDatabase quota = database.get();
        if (quota != null) {
            quota.close();
        }
    }

    private QuotaDatabase startDatabase() throws PartFailedException {
        var started = QuotaDatabase.start(DATABASE, built.database(), log(DATABASE), clock);
        database.set(started);
        watch(started.child());
        return started;
    }

    private Child startIdentity(URI address, String issuer) throws Exception {
        return start(
                new ChildJvm(
                        IDENTITY,
                        List.of("-Xmx160m"),
                        List.of(
                                "-cp",
                                ChildJvm.ownClassPath(),
                                IdentityServer.class.getName(),
                                "--port",
                                String.valueOf(address.getPort())),
                        Map.of(),
                        workFolder,
                        log(IDENTITY)),
                URI.create(issuer + "/.well-known/jwks.json"));
    }

    private Child startWeatherService(URI address) throws Exception {
        return start(
                new ChildJvm(
                        WEATHER_SERVICE,
                        List.of("-Xmx384m", STOP_WITHOUT_LINGERING),
                        List.of("-jar", built.weatherService().toString()),
                        podEnvironment(address, Map.of()),
                        workFolder,
                        log(WEATHER_SERVICE)),
                address.resolve("/ready"));
    }

    private Child startEdgeGateway(URI address, URI weatherService, String edgeKey, URI dynamodb) throws Exception {
        return start(
                new ChildJvm(
                        EDGE_GATEWAY,
                        List.of("-Xmx256m", STOP_WITHOUT_LINGERING),
                        List.of("-jar", built.edgeGateway().toString()),
                        podEnvironment(
                                address,
                                Map.of(
                                        "WEATHER_SERVICE_URL",
                                        weatherService.toString(),
                                        "EDGE_KEY",
                                        edgeKey,
                                        "QUOTA_TABLE",
                                        QuotaDatabase.TABLE,
                                        "AWS_ENDPOINT_URL_DYNAMODB",
                                        dynamodb.toString(),
                                        "AWS_REGION",
                                        "us-east-1",
                                        "AWS_ACCESS_KEY_ID",
                                        "local",
                                        "AWS_SECRET_ACCESS_KEY",
                                        "local")),
                        workFolder,
                        log(EDGE_GATEWAY)),
                address.resolve("/ready"));
    }

    private static Map<String, String> podEnvironment(URI address, Map<String, String> more) {
        var environment = new LinkedHashMap<>(more);
        environment.put("SERVER_ADDRESS", address.getHost());
        environment.put("SERVER_PORT", String.valueOf(address.getPort()));
        environment.put("ENVIRONMENT", "local");
        return environment;
    }

    private FunctionInstances startFunction(String issuer, String edgeKey, URI dynamodb) throws Exception {
        var instances = FunctionInstances.start(
                new FunctionSettings(
                        AUTHORIZER,
                        "weather.kwangle.authorizer.AuthorizerHandler::handleRequest",
                        built.function(),
                        built.functionRuntime(),
                        functionEnvironment(issuer, edgeKey, dynamodb),
                        FUNCTION_MEMORY_MEGABYTES,
                        FUNCTION_TIMEOUT,
                        log(AUTHORIZER),
                        workFolder.resolve("authorizer")),
                FunctionInstances.Bounds.ONE_MACHINE,
                clock);
        function.set(instances);
        if (stopping.get()) {
            instances.close();
        }
        return instances;
    }

    private Map<String, String> functionEnvironment(String issuer, String edgeKey, URI dynamodb) {
        var environment = new LinkedHashMap<String, String>();
        environment.put("TOKEN_ISSUER", issuer);
        environment.put("QUOTA_TABLE", QuotaDatabase.TABLE);
        environment.put("AWS_ENDPOINT_URL_DYNAMODB", dynamodb.toString());
        environment.put("ACCESS_POLICY", built.accessPolicy().toString());
        beside.breakGlass().ifPresent(file -> environment.put("BREAK_GLASS", file.toString()));
        beside.shadowPolicy().ifPresent(file -> environment.put("SHADOW_POLICY", file.toString()));
        environment.put("EDGE_KEY", edgeKey);
        return environment;
    }

    /** Costs a process only once a request has died at the edge. */
    private OnDemandFunction refundFunction(URI dynamodb) {
        var started = new OnDemandFunction(
                new FunctionSettings(
                        REFUNDS,
                        "weather.kwangle.operations.refund.AccessLogRefundHandler::handleRequest",
                        built.operations(),
                        built.functionRuntime(),
                        Map.of("QUOTA_TABLE", QuotaDatabase.TABLE, "AWS_ENDPOINT_URL_DYNAMODB", dynamodb.toString()),
                        REFUND_MEMORY_MEGABYTES,
                        REFUND_TIMEOUT,
                        log(REFUNDS),
                        workFolder.resolve(REFUNDS)),
                FunctionInstances.Bounds.ONE_MACHINE,
                clock);
        refunds.set(started);
        return started;
    }

    private Child start(ChildJvm command, URI probe) throws IOException, PartFailedException, InterruptedException {
        Child child = command.start();
        watch(child);
        try (var readiness = new Readiness()) {
            readiness.await(child, probe, START_TIMEOUT);
        }
        return child;
    }

    /** From now on its end is the platform's failure. */
    private void watch(Child child) {
        children.put(child.name(), child);
        var _ = child.onExit().thenAccept(exitCode -> fail(child.name(), PartFailedException.ended(child, exitCode)));
        if (stopping.get()) {
            child.stop(STOP_GRACE);
        }
    }

    private <T> CompletableFuture<T> begin(String part, List<CompletableFuture<?>> needed, Callable<T> start) {
        var result = new CompletableFuture<T>();
        Thread.ofVirtual().name("start-" + part).start(() -> {
            try {
                CompletableFuture.allOf(needed.toArray(CompletableFuture[]::new))
                        .join();
                progress.starting(part);
                long begun = System.nanoTime();
                T started = start.call();
                progress.ready(part, Duration.ofNanos(System.nanoTime() - begun));
                result.complete(started);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                result.completeExceptionally(e);
            } catch (Throwable e) {
                // An Error too: whoever waits for this part would wait for ever.
                fail(part, e);
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    /** Only the first failure counts: the others follow from it, or from our stopping. */
    private void fail(String part, Throwable cause) {
        if (!stopping.get() && failure.completeExceptionally(cause)) {
            progress.failed(part);
        }
    }

    private static void awaitFirst(CompletableFuture<?> event) throws PartFailedException, InterruptedException {
        try {
            event.get();
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case PartFailedException failed -> failed;
                case null, default -> PartFailedException.notStarted("the platform", String.valueOf(e.getCause()));
            };
        }
    }

    private Path log(String part) {
        return workFolder.resolve("logs").resolve(part + ".log");
    }

    private static URI loopback(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** A new key for each start: nothing signed in an earlier run is believed. */
    private static String randomEdgeKey() {
        var key = new byte[EDGE_KEY_BYTES];
        new SecureRandom().nextBytes(key);
        return "local:" + Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    }
}
