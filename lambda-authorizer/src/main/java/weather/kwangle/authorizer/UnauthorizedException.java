package weather.kwangle.authorizer;

/**
 * API Gateway answers 401 exactly when a Lambda authorizer fails with the message {@code Unauthorized} (developer guide,
 * "Use API Gateway Lambda authorizers"). Why stands in the log line; the exception carries no more and no stack trace.
 */
final class UnauthorizedException extends RuntimeException {
    UnauthorizedException() {
        super("Unauthorized", null, false, false);
    }
}
