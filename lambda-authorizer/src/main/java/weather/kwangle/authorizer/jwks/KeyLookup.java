package weather.kwangle.authorizer.jwks;

/** What became of looking for a key. */
public sealed interface KeyLookup {

    /** The issuer has this key. */
    record Found(VerificationKey key) implements KeyLookup {}

    /** The issuer was asked and has no such key. */
    record Unknown() implements KeyLookup {}

    /**
     * The issuer cannot be asked, so nobody knows. That is our failure, never the client's.
     *
     * @param why for logs
     */
    record Unavailable(String why) implements KeyLookup {}
}
