package weather.kwangle.local.identity;

import java.util.List;
import java.util.Optional;
import weather.kwangle.local.identity.LocalClient.PlanSource;

/**
 * The app clients of the local run. Their secrets are fixed so that a {@code curl} line can be copied from the
 * documentation; no deployed environment knows them.
 */
public final class LocalClients {
    /** The resource server whose name stands before each scope in a token, as {@code resourceServer} of the policy. */
    public static final String RESOURCE_SERVER = "max-weather";

    /** The public client that signs users in: authorization code with PKCE, and refresh tokens. */
    public static final String INTERNAL_CONSOLE = "internal-console";

    private static final String READ = "read:forecast";
    private static final String WRITE = "write:forecast";

    private static final List<LocalClient> ALL = List.of(
            new LocalClient(
                    "acme-weather", Optional.of("acme-weather-secret"), "partner", PlanSource.POLICY, List.of(READ)),
            new LocalClient(
                    "trial-tester",
                    Optional.of("trial-tester-secret"),
                    "trial",
                    PlanSource.TABLE,
                    List.of(READ, WRITE)),
            new LocalClient(
                    "batch-writer",
                    Optional.of("batch-writer-secret"),
                    "partner",
                    PlanSource.TABLE,
                    List.of(READ, WRITE)),
            new LocalClient(INTERNAL_CONSOLE, Optional.empty(), "internal", PlanSource.POLICY, List.of(READ, WRITE)));

    private LocalClients() {}

    /** All clients, in the order to list them. */
    public static List<LocalClient> all() {
        return ALL;
    }
}
