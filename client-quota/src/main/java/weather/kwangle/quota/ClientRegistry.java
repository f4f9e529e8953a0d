package weather.kwangle.quota;

import java.util.Optional;

/** What the operators have written down about clients: their plan and whether they are suspended. */
public interface ClientRegistry {

    /**
     * The entry of a client, at most thirty seconds old.
     *
     * @return empty if nothing is written down, which means: active, no plan
     * @throws LedgerUnavailableException if the registry cannot answer or holds an entry that cannot be read
     */
    Optional<RegistryEntry> find(String clientId);
}
