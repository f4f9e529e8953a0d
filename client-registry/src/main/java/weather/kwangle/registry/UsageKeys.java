package weather.kwangle.registry;

/** The API keys of clients, and the usage plans in which they are. */
public interface UsageKeys {

    /**
     * Looks at a client's key.
     *
     * @throws RegistryException if a key has the client's name and another value
     */
    KeyState observe(String clientId);

    /** Makes the client's key. */
    void create(String clientId);

    /** Puts the client's key into the usage plan of a plan; in it already is well. */
    void join(String clientId, String plan);

    /** Takes the client's key out of the usage plan of a plan; out of it already is well. */
    void leave(String clientId, String plan);
}
