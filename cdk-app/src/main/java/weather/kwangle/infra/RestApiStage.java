package weather.kwangle.infra;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awscdk.services.apigateway.AccessLogFormat;
import software.amazon.awscdk.services.apigateway.LogGroupLogDestination;
import software.amazon.awscdk.services.apigateway.MethodLoggingLevel;
import software.amazon.awscdk.services.apigateway.StageOptions;
import software.amazon.awscdk.services.logs.ILogGroup;

/** The stage that serves: its name, its limits and what it writes down about each request. */
final class RestApiStage {
    static final String NAME = "v1";

    /** Always numbers, so they may stand without quotes; metric filters compare them. */
    private static final List<String> NUMBERS =
            List.of("status", "requestTimeEpoch", "responseLatency", "responseLength");

    /**
     * Each is a {@code $context} variable, or {@code -} where there is none. Only such as need no escaping: API Gateway
     * does not make JSON of them. Latencies are in milliseconds.
     */
    private static final List<String> TEXTS = List.of(
            "requestId",
            "extendedRequestId",
            "requestTime",
            "identity.sourceIp",
            "httpMethod",
            "path",
            "resourcePath",
            "protocol",
            "xrayTraceId",
            "authorizer.clientId",
            "authorizer.plan",
            "authorizer.decision",
            "authorizer.policyVersion",
            "authorizer.quotaDay",
            "authorizer.status",
            "authorizer.latency",
            "waf.status",
            "error.responseType",
            "integration.status",
            "integration.latency");

    private RestApiStage() {}

    static StageOptions options(EnvironmentSettings.Api limits, ILogGroup accessLogs) {
        return StageOptions.builder()
                .stageName(NAME)
                .throttlingRateLimit(limits.requestsPerSecond())
                .throttlingBurstLimit(limits.burst())
                .metricsEnabled(true)
                .tracingEnabled(true)
                // The access log has a line for each request; of the execution log only the failures are read.
                .loggingLevel(MethodLoggingLevel.ERROR)
                // Would log bodies and tokens.
                .dataTraceEnabled(false)
                .accessLogDestination(new LogGroupLogDestination(accessLogs))
                .accessLogFormat(AccessLogFormat.custom(accessLogFormat()))
                .build();
    }

    /** One line of JSON; {@code authorizer.clientId} is the member {@code clientId} of {@code authorizer}'s. */
    static String accessLogFormat() {
        return Stream.concat(
                        TEXTS.stream().map(name -> "\"%s\":\"$context.%s\"".formatted(member(name), name)),
                        NUMBERS.stream().map(name -> "\"%s\":$context.%s".formatted(name, name)))
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** {@code integration.status} is {@code integrationStatus}; what is the client's own needs no prefix. */
    private static String member(String variable) {
        return switch (variable) {
            case "identity.sourceIp" -> "ip";
            case "authorizer.clientId",
                    "authorizer.plan",
                    "authorizer.decision",
                    "authorizer.policyVersion",
                    "authorizer.quotaDay" -> variable.substring("authorizer.".length());
            case "error.responseType" -> "errorType";
            default -> {
                int dot = variable.indexOf('.');
                yield dot < 0
                        ? variable
                        : variable.substring(0, dot)
                                + Character.toUpperCase(variable.charAt(dot + 1))
                                + variable.substring(dot + 2);
            }
        };
    }
}
