package weather.kwangle.authorizer.jwks;

/** Where the public keys of the token issuer come from. Safe for use by many threads. */
public interface KeySource {

    /** Looks a key up; may take as long as one fetch. Never throws for what a caller sent. */
    KeyLookup find(String keyId);
}
