package weather.kwangle.policy.lint;

/** An OpenAPI document that cannot be read. */
public final class ContractException extends Exception {
    ContractException(String message) {
        super(message);
    }
}
