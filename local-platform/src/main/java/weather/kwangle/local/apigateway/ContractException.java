package weather.kwangle.local.apigateway;

/** The contract cannot be read, or asks API Gateway for something that the stand-in does not do. */
public final class ContractException extends Exception {
    ContractException(String message) {
        super(message);
    }
}
