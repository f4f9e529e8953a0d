package weather.kwangle.registry;

import java.util.Optional;
import java.util.Set;

/** The app clients of a user pool. */
public interface AppClients {

    /**
     * An app client that is there.
     *
     * @param id what tokens name; Cognito chooses it
     * @param scopes as tokens name them
     */
    record AppClient(String id, String name, Set<String> scopes) {
        public AppClient {
            scopes = Set.copyOf(scopes);
        }
    }

    /**
     * One that has just been made.
     *
     * @param secret for its owner and nobody else; not to be logged
     */
    record Created(String id, String secret) {
        @Override
        public String toString() {
            return "Created[id=" + id + ", secret withheld]";
        }
    }

    /**
     * The app client of that id, or else of that name.
     *
     * @throws RegistryException if several have the name
     */
    Optional<AppClient> find(String idOrName);

    /** Makes one for client credentials. */
    Created create(Step.CreateAppClient step);
}
