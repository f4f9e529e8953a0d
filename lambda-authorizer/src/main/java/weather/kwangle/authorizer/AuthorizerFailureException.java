package weather.kwangle.authorizer;

/** Our own failure: API Gateway answers with its response for AUTHORIZER_FAILURE, a 503. */
final class AuthorizerFailureException extends RuntimeException {
    AuthorizerFailureException(String requestId) {
        super("the authorizer failed for request " + requestId + "; its log line says why", null, false, false);
    }
}
