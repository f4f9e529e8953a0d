package weather.kwangle.local;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import weather.kwangle.local.apigateway.UsagePlans;
import weather.kwangle.policy.Access;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.Backstop;
import weather.kwangle.policy.Caller;
import weather.kwangle.policy.UsageKey;

/**
 * The API keys of the clients that the policy names or the table holds, each in a usage plan of twice its client's plan:
 * a backstop that never bites first.
 */
final class ClientKeys implements UsagePlans {
    /** What a stage allows unless it is told otherwise. */
    private static final Throttle STAGE = new Throttle(10_000, 5_000);

    /** Looking for an unknown key costs a scan of the table. */
    private static final Duration AT_MOST_EVERY = Duration.ofSeconds(1);

    private final Supplier<AccessPolicy> policies;
    private final Supplier<List<String>> tableClients;
    private final Function<String, Optional<String>> tablePlan;
    private final Clock clock;
    private volatile Known known = new Known(Map.of(), "", Instant.MIN);

    private record Known(Map<String, String> clientByKey, String policyVersion, Instant at) {}

    /**
     * @param policies the policy as it is now
     * @param tableClients the ids of the clients in the table
     * @param tablePlan the plan that the table gives a client
     */
    ClientKeys(
            Supplier<AccessPolicy> policies,
            Supplier<List<String>> tableClients,
            Function<String, Optional<String>> tablePlan,
            Clock clock) {
        this.policies = policies;
        this.tableClients = tableClients;
        this.tablePlan = tablePlan;
        this.clock = clock;
    }

    @Override
    public Optional<Throttle> find(String apiKey) {
        AccessPolicy policy = policies.get();
        String client = known.clientByKey().get(apiKey);
        if (client == null && mayHaveComeSince(known, policy)) {
            known = read(policy);
            client = known.clientByKey().get(apiKey);
        }
        return client == null ? Optional.empty() : throttle(policy, client);
    }

    private boolean mayHaveComeSince(Known seen, AccessPolicy policy) {
        return !seen.policyVersion().equals(policy.version())
                || seen.at().isBefore(clock.instant().minus(AT_MOST_EVERY));
    }

    private Known read(AccessPolicy policy) {
        Instant now = clock.instant();
        return new Known(
                Stream.of(policy.clientIds(), tableClients.get(), Set.of(UsageKey.UNKNOWN_CLIENT))
                        .flatMap(ids -> ids.stream())
                        .distinct()
                        .collect(Collectors.toUnmodifiableMap(UsageKey::of, id -> id)),
                policy.version(),
                now);
    }

    private Optional<Throttle> throttle(AccessPolicy policy, String client) {
        // Whose token is for another API is refused before any key is looked at.
        var caller = new Caller(client, Set.of(), Set.of(), tablePlan.apply(client)).alsoFor(policy.audience());
        return switch (policy.evaluate(caller, clock.instant())) {
            case Access.Granted _ when client.equals(UsageKey.UNKNOWN_CLIENT) -> Optional.of(STAGE);
            // A client that an item of the ledger alone knows comes in through unknownClient, under the shared key.
            case Access.Granted granted
            when granted.planSource() == Access.PlanSource.UNKNOWN_CLIENT -> Optional.empty();
            case Access.Granted granted -> Optional.of(backstop(granted.plan().backstop()));
            case Access.WrongAudience _, Access.UnknownClient _, Access.UnknownPlan _ -> Optional.empty();
        };
    }

    private static Throttle backstop(Backstop backstop) {
        return new Throttle(backstop.ratePerSecond(), backstop.burst());
    }
}
