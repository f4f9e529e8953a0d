package weather.kwangle.infra;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awscdk.services.apigateway.ApiKey;
import software.amazon.awscdk.services.apigateway.CfnUsagePlanKey;
import software.amazon.awscdk.services.apigateway.IApiKey;
import software.amazon.awscdk.services.apigateway.Stage;
import software.amazon.awscdk.services.apigateway.ThrottleSettings;
import software.amazon.awscdk.services.apigateway.UsagePlan;
import software.amazon.awscdk.services.apigateway.UsagePlanPerApiStage;
import software.constructs.Construct;
import weather.kwangle.policy.Access;
import weather.kwangle.policy.AccessPolicy;
import weather.kwangle.policy.Backstop;
import weather.kwangle.policy.Caller;
import weather.kwangle.policy.PolicyParseException;
import weather.kwangle.policy.UsageKey;

/**
 * A usage plan for each plan of the access policy, and the API keys of the clients that the policy names. Keys of other
 * clients come and go without a deployment.
 */
final class UsagePlans extends Construct {
    private final Names names;
    private final Stage stage;
    private final Map<String, UsagePlan> plans = new LinkedHashMap<>();
    private Optional<CfnUsagePlanKey> lastEntry = Optional.empty();

    UsagePlans(Construct scope, String id, EnvironmentSettings settings, Stage stage, AccessPolicy policy) {
        super(scope, id);
        this.names = settings.names();
        this.stage = stage;
        policy.plans().forEach((name, plan) -> plans.put(name, usagePlan(name, plan.backstop())));
        for (String client : policy.clientIds()) {
            granted(policy, client)
                    .ifPresent(access -> addKey(
                            client, requireNonNull(plans.get(access.plan().name()))));
        }
        // One key for all whom neither policy nor table knows: the stage's own limits are its only bound.
        granted(policy, UsageKey.UNKNOWN_CLIENT)
                .ifPresent(_ -> addKey(
                        UsageKey.UNKNOWN_CLIENT,
                        usagePlan(
                                UsageKey.UNKNOWN_CLIENT,
                                new Backstop(
                                        settings.api().requestsPerSecond(),
                                        settings.api().burst()))));
    }

    /** @throws SettingsException if the file is no policy */
    static AccessPolicy read(Path file) {
        try {
            return AccessPolicy.parse(file.toString(), Files.readString(file));
        } catch (IOException | PolicyParseException e) {
            throw new SettingsException("the access policy cannot be read: " + e.getMessage());
        }
    }

    /** Which plan a client has depends neither on the time nor on what its token is for. */
    private static Optional<Access.Granted> granted(AccessPolicy policy, String client) {
        Caller caller = new Caller(client, Set.of(), Set.of(), Optional.empty()).alsoFor(policy.audience());
        return policy.evaluate(caller, Instant.EPOCH) instanceof Access.Granted access
                ? Optional.of(access)
                : Optional.empty();
    }

    private UsagePlan usagePlan(String name, Backstop backstop) {
        return UsagePlan.Builder.create(this, name)
                .name(names.prefix() + "-" + name)
                .description("Behind the exact limits of the plan '" + name + "'")
                .apiStages(List.of(UsagePlanPerApiStage.builder()
                        .api(stage.getRestApi())
                        .stage(stage)
                        .build()))
                .throttle(ThrottleSettings.builder()
                        .rateLimit(backstop.ratePerSecond())
                        .burstLimit(backstop.burst())
                        .build())
                .build();
    }

    private void addKey(String client, UsagePlan plan) {
        IApiKey key = ApiKey.Builder.create(this, "key-" + client)
                .apiKeyName(names.prefix() + "-" + client)
                .description("Stands for the client; no secret, see UsageKey")
                .value(UsageKey.of(client))
                .build();
        CfnUsagePlanKey entry = CfnUsagePlanKey.Builder.create(this, "entry-" + client)
                .keyId(key.getKeyId())
                .keyType("API_KEY")
                .usagePlanId(plan.getUsagePlanId())
                .build();
        // API Gateway refuses two at once.
        lastEntry.ifPresent(entry.getNode()::addDependency);
        lastEntry = Optional.of(entry);
    }
}
