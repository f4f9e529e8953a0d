package weather.kwangle.authorizer.policy;

/** There is no policy to decide by. That is our failure, never the client's. */
public final class PolicyUnavailableException extends RuntimeException {
    PolicyUnavailableException(String why) {
        super("there is no access policy yet: " + why, null, false, false);
    }
}
