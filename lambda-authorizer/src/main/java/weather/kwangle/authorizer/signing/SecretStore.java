package weather.kwangle.authorizer.signing;

/** Where the secret with the shared keys is kept. */
@FunctionalInterface
public interface SecretStore {

    /**
     * The secret as it is now.
     *
     * @throws SigningKeyUnavailableException if it cannot be had
     */
    String read();
}
