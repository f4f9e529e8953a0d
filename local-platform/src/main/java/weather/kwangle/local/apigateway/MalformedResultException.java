package weather.kwangle.local.apigateway;

/** An authorizer's result that API Gateway would not take. */
final class MalformedResultException extends Exception {
    MalformedResultException(String message) {
        super(message);
    }
}
