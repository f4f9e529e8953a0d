package weather.kwangle.operations.policy;

/** AppConfig takes what a validator throws for a refusal, and shows the message to whoever wanted to deliver. */
public final class PolicyRefusedException extends RuntimeException {
    PolicyRefusedException(String message) {
        super(message);
    }
}
