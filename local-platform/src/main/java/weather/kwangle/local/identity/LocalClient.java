package weather.kwangle.local.identity;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * One app client of the local run.
 *
 * @param id the client id, as tokens, access policy and quota table name it
 * @param secret the secret of a client that uses client credentials; empty for a public client, which signs users in
 *     by authorization code with PKCE instead. Published on purpose: it opens nothing but the local run
 * @param plan the plan the client is meant to have, a name of the access policy
 * @param planSource who says so
 * @param scopes the scopes its tokens may carry, short ({@code read:forecast}), in the order to list them
 */
public record LocalClient(String id, Optional<String> secret, String plan, PlanSource planSource, List<String> scopes) {

    /** Where a client's plan is written down. */
    public enum PlanSource {
        /** The access policy names the client and its plan. */
        POLICY,
        /** The client's registry entry in the quota table holds the plan, so whoever starts the table seeds it. */
        TABLE
    }

    public LocalClient {
        requireNonNull(id, "id");
        requireNonNull(secret, "secret");
        requireNonNull(plan, "plan");
        requireNonNull(planSource, "planSource");
        scopes = List.copyOf(scopes);
    }

    /** The scopes as a Cognito token spells them, with the resource server's name before a slash. */
    public List<String> tokenScopes() {
        return scopes.stream()
                .map(scope -> LocalClients.RESOURCE_SERVER + "/" + scope)
                .toList();
    }
}
