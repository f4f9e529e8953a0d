package weather.kwangle.policy.claims;

/** The groups of a client can be combined in so many ways that nobody would read the answer. */
public final class TooManyClaimSetsException extends RuntimeException {
    TooManyClaimSetsException(int most) {
        super("a client's groups give a scope in more than " + most
                + " combinations that matter; give the scope through fewer groups");
    }
}
