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
    default Optional<RegistryEntry> find(String clientId) {
        return find(clientId, TableTime.unbounded());
    }

    /**
     * The same for a decision.
     *
     * @param time what it may wait for the table
     */
    Optional<RegistryEntry> find(String clientId, TableTime time);
}
