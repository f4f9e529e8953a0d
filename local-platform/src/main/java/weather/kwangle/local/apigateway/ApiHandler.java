package weather.kwangle.local.apigateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import weather.kwangle.local.apigateway.ClientRequest.Header;
import weather.kwangle.local.apigateway.UsagePlans.Throttle;

/** One request after another through API Gateway's steps, in its order. */
final class ApiHandler extends Handler.Abstract {
    /** Each may hold two bodies of 10 MB. */
    private static final int MAXIMUM_CONCURRENT = 64;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private final ApiGateway.Settings settings;
    private final ApiDefinition api;
    private final Backend backend;
    private final TokenBuckets buckets;
    private final AccessLog accessLog;
    private final LogSubscription subscription;
    private final Clock clock;
    private final Semaphore room = new Semaphore(MAXIMUM_CONCURRENT, true);

    ApiHandler(ApiGateway.Settings settings, Backend backend, LogSubscription subscription) {
        this.settings = settings;
        this.api = settings.api();
        this.backend = backend;
        this.buckets = new TokenBuckets(settings.clock());
        this.accessLog = new AccessLog(settings.accessLog());
        this.subscription = subscription;
        this.clock = settings.clock();
    }

    /** What a request ends with: an answer of the backend's, or one of API Gateway's own. */
    private sealed interface Reply {
        record FromBackend(Backend.Outcome.Answered answered) implements Reply {}

        record Own(GatewayResponseType type, String message) implements Reply {}
    }

    /** What is learned on the way, for templates and the access log. */
    private static final class Trail {
        final ClientRequest request;
        final Variables variables = new Variables();
        final Map<String, Object> log = new LinkedHashMap<>();

        Trail(ClientRequest request) {
            this.request = request;
            log.put("requestTime", request.receivedAt().toString());
            log.put("requestId", request.id());
            log.put("ip", request.sourceIp());
            log.put("httpMethod", request.httpMethod());
            log.put("path", request.path());
            variables
                    .set("requestId", request.id())
                    .set("extendedRequestId", request.id())
                    .set("httpMethod", request.httpMethod())
                    .set("path", request.path())
                    .set("stage", Stage.NAME)
                    .set("apiId", Stage.API_ID)
                    .set("accountId", Stage.ACCOUNT_ID)
                    .set("identity.sourceIp", request.sourceIp())
                    .set("requestTimeEpoch", String.valueOf(request.receivedAt().toEpochMilli()));
        }

        void authorizer(AuthorizerResult result) {
            variables.set("authorizer.principalId", result.principalId());
            result.context().forEach((name, value) -> variables.set("authorizer." + name, value));
            for (String name : List.of("clientId", "plan", "decision", "policyVersion", "reason", "quotaDay")) {
                variables.find("authorizer." + name).ifPresent(value -> log.put(name, value));
            }
        }
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        var trail = new Trail(ClientRequest.of(request, clock.instant()));
        if (!room.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS)) {
            answer(trail, new Reply.Own(GatewayResponseType.THROTTLED, "Too Many Requests"), response, callback);
            return true;
        }
        try {
            answer(trail, reply(trail, request), response, callback);
        } finally {
            room.release();
        }
        return true;
    }

    private Reply reply(Trail trail, Request request) throws IOException, InterruptedException {
        String path = trail.request.path();
        if (!path.startsWith(api.basePath() + "/")) {
            return unknownOperation();
        }
        String pathOfApi = path.substring(api.basePath().length());
        Optional<ApiDefinition.Match> match = api.match(trail.request.httpMethod(), pathOfApi);
        if (match.isEmpty()) {
            return unknownOperation();
        }
        trail.variables.set("resourcePath", match.get().method().resource());
        trail.log.put("resourcePath", match.get().method().resource());

        if (request.getLength() > Backend.MAXIMUM_BODY_BYTES) {
            return tooLarge();
        }
        byte[] body;
        try (var input = Content.Source.asInputStream(request)) {
            body = input.readNBytes(Backend.MAXIMUM_BODY_BYTES + 1);
        }
        if (body.length > Backend.MAXIMUM_BODY_BYTES) {
            return tooLarge();
        }

        if (match.get().method().authorized()) {
            Optional<Reply> refusal = authorize(trail, match.get(), pathOfApi);
            if (refusal.isPresent()) {
                return refusal.get();
            }
        }
        return integrate(trail, match.get().method().integration(), body);
    }

    private static Reply unknownOperation() {
        return new Reply.Own(GatewayResponseType.MISSING_AUTHENTICATION_TOKEN, "Missing Authentication Token");
    }

    private static Reply tooLarge() {
        return new Reply.Own(GatewayResponseType.REQUEST_TOO_LARGE, "Request Too Long");
    }

    /** Empty if the request may go on. A missing token is no reason not to ask: without caching AWS asks too. */
    private Optional<Reply> authorize(Trail trail, ApiDefinition.Match match, String pathOfApi) {
        Instant start = clock.instant();
        var outcome = settings.authorizer().invoke(AuthorizerEvent.of(trail.request, match, pathOfApi));
        trail.log.put("authorizerLatency", millisSince(start));

        String methodArn = Stage.methodArn(trail.request.httpMethod(), pathOfApi);
        return switch (Authorization.of(outcome, methodArn)) {
            case Authorization.Allowed(AuthorizerResult result) -> {
                trail.authorizer(result);
                yield throttle(result);
            }
            case Authorization.Denied(AuthorizerResult result, String message) -> {
                trail.authorizer(result);
                yield Optional.of(new Reply.Own(GatewayResponseType.ACCESS_DENIED, message));
            }
            case Authorization.Refused(GatewayResponseType type, String message) ->
                Optional.of(new Reply.Own(type, message));
        };
    }

    private Optional<Reply> throttle(AuthorizerResult result) {
        Optional<Throttle> plan = result.usageIdentifierKey().flatMap(settings.plans()::find);
        if (plan.isEmpty()) {
            return Optional.of(new Reply.Own(GatewayResponseType.INVALID_API_KEY, "Forbidden"));
        }
        return buckets.take(result.usageIdentifierKey().orElseThrow(), plan.get())
                ? Optional.empty()
                : Optional.of(new Reply.Own(GatewayResponseType.THROTTLED, "Too Many Requests"));
    }

    private Reply integrate(Trail trail, Integration integration, byte[] body) throws InterruptedException {
        Instant start = clock.instant();
        Backend.Outcome outcome = backend.send(trail.request, body, integration, trail.variables);
        trail.log.put("integrationLatency", millisSince(start));
        return switch (outcome) {
            case Backend.Outcome.Answered answered -> {
                trail.log.put("integrationStatus", answered.response().statusCode());
                yield new Reply.FromBackend(answered);
            }
            case Backend.Outcome.TimedOut ignored ->
                new Reply.Own(GatewayResponseType.INTEGRATION_TIMEOUT, "Endpoint request timed out");
            case Backend.Outcome.Failed(String reason) -> {
                trail.log.put("integrationError", reason);
                yield new Reply.Own(GatewayResponseType.INTEGRATION_FAILURE, "Internal server error");
            }
            case Backend.Outcome.Unspeakable(String reason) ->
                new Reply.Own(GatewayResponseType.BAD_REQUEST_PARAMETERS, reason);
        };
    }

    private void answer(Trail trail, Reply reply, Response response, Callback callback) {
        var headers = response.getHeaders();
        byte[] body = switch (reply) {
            case Reply.FromBackend(Backend.Outcome.Answered answered) -> {
                response.setStatus(answered.response().statusCode());
                for (Header header : answered.headers()) {
                    headers.add(header.name(), header.value());
                }
                yield answered.response().body();
            }
            case Reply.Own(GatewayResponseType type, String message) -> {
                GatewayResponses.Answer answer = api.gatewayResponses().render(type, message, trail.variables);
                response.setStatus(answer.status());
                answer.headers().forEach(headers::put);
                trail.log.put("responseType", type.name());
                yield answer.body().getBytes(UTF_8);
            }
        };
        headers.put("x-amzn-RequestId", trail.request.id());
        headers.put(HttpHeader.CONTENT_LENGTH, body.length);
        trail.log.put("status", response.getStatus());
        trail.log.put("responseLength", body.length);
        trail.log.put("responseLatency", millisSince(trail.request.receivedAt()));
        accessLog.write(trail.log);
        subscription.offer(trail.log);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    private long millisSince(Instant start) {
        return Duration.between(start, clock.instant()).toMillis();
    }
}
