package weather.kwangle.local.apigateway;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import weather.kwangle.local.lambda.InvocationOutcome;
import weather.kwangle.local.lambda.InvocationOutcome.Failed;
import weather.kwangle.local.lambda.InvocationOutcome.Returned;
import weather.kwangle.local.lambda.InvocationOutcome.TimedOut;
import weather.kwangle.local.lambda.InvocationOutcome.Unavailable;

/** What API Gateway makes of an authorizer's outcome. */
sealed interface Authorization {
    /** The only error message that means the client's own fault. */
    String UNAUTHORIZED = "Unauthorized";

    String INVOKE = "execute-api:Invoke";

    /** The policy allows the method. */
    record Allowed(AuthorizerResult result) implements Authorization {}

    /** The policy does not; the context is known all the same. */
    record Denied(AuthorizerResult result, String message) implements Authorization {}

    /** There is no policy. */
    record Refused(GatewayResponseType type, String message) implements Authorization {}

    static Authorization of(InvocationOutcome outcome, String methodArn) {
        Logger log = LoggerFactory.getLogger(Authorization.class);
        return switch (outcome) {
            case Returned(String payload) -> {
                try {
                    yield evaluate(AuthorizerResult.parse(payload), methodArn);
                } catch (MalformedResultException e) {
                    log.warn("the authorizer's result is malformed: {}", e.getMessage());
                    yield new Refused(GatewayResponseType.AUTHORIZER_CONFIGURATION_ERROR, "Internal server error");
                }
            }
            case Failed(String type, String message)
            when message.equals(UNAUTHORIZED) -> new Refused(GatewayResponseType.UNAUTHORIZED, UNAUTHORIZED);
            case Failed(String type, String message) -> {
                log.warn("the authorizer failed: {}: {}", type, message);
                yield new Refused(GatewayResponseType.AUTHORIZER_FAILURE, "Internal server error");
            }
            case TimedOut(var limit) -> {
                log.warn("the authorizer did not answer within {}", limit);
                yield new Refused(GatewayResponseType.AUTHORIZER_FAILURE, "Internal server error");
            }
            case Unavailable(String reason) -> {
                log.warn("the authorizer cannot be invoked: {}", reason);
                yield new Refused(GatewayResponseType.AUTHORIZER_CONFIGURATION_ERROR, "Internal server error");
            }
        };
    }

    private static Authorization evaluate(AuthorizerResult result, String methodArn) {
        return switch (result.policy().evaluate(INVOKE, methodArn)) {
            case ALLOW -> new Allowed(result);
            case EXPLICIT_DENY ->
                new Denied(result, "User is not authorized to access this resource with an explicit deny");
            case IMPLICIT_DENY -> new Denied(result, "User is not authorized to access this resource");
        };
    }
}
