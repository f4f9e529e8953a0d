package weather.kwangle.authorizer.policy;

/** Where the access policy comes from. Safe for use by many threads. */
@FunctionalInterface
public interface PolicySource {
    /** The reason of a denial, for the client. */
    String NO_OPERATION = "the API has no operation of this method and path";

    /**
     * What is in force now; one request asks once.
     *
     * @throws PolicyUnavailableException if there has been no policy yet
     */
    PolicySnapshot current();
}
