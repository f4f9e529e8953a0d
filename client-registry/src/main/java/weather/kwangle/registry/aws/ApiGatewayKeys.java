package weather.kwangle.registry.aws;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.apigateway.ApiGatewayClient;
import software.amazon.awssdk.services.apigateway.model.ApiKey;
import software.amazon.awssdk.services.apigateway.model.ConflictException;
import software.amazon.awssdk.services.apigateway.model.NotFoundException;
import software.amazon.awssdk.services.apigateway.model.UsagePlan;
import weather.kwangle.policy.UsageKey;
import weather.kwangle.registry.Environment;
import weather.kwangle.registry.KeyState;
import weather.kwangle.registry.RegistryException;
import weather.kwangle.registry.UsageKeys;

/** The keys and usage plans of API Gateway that carry an environment's names. For one command: what was found is kept. */
public final class ApiGatewayKeys implements UsageKeys {
    private static final String KEY_TYPE = "API_KEY";

    private final ApiGatewayClient gateway;
    private final Environment environment;
    private final Map<String, String> keyIds = new HashMap<>();
    private final Map<String, String> usagePlanIds = new HashMap<>();

    public ApiGatewayKeys(ApiGatewayClient gateway, Environment environment) {
        this.gateway = gateway;
        this.environment = environment;
    }

    @Override
    public KeyState observe(String clientId) {
        usagePlanIds.clear();
        usagePlanIds.putAll(usagePlans(Optional.empty()));
        Optional<String> keyId = keyId(clientId);
        Map<String, String> joined = keyId.isPresent() ? usagePlans(keyId) : Map.of();
        usagePlanIds.putAll(joined);
        return new KeyState(keyId.isPresent(), joined.keySet(), usagePlanIds.keySet());
    }

    /** Ids by plan, of all usage plans or those that a key is in. */
    private Map<String, String> usagePlans(Optional<String> keyId) {
        String prefix = environment.usagePlan("");
        return gateway.getUsagePlansPaginator(request -> keyId.ifPresent(request::keyId)).items().stream()
                .filter(plan -> plan.name().startsWith(prefix))
                .collect(Collectors.toMap(
                        plan -> plan.name().substring(prefix.length()), UsagePlan::id, (first, second) -> {
                            throw new RegistryException(
                                    "two usage plans have one name, ids %s and %s; expected one, so remove what no stack has made"
                                            .formatted(first, second));
                        }));
    }

    private Optional<String> keyId(String clientId) {
        String name = environment.apiKey(clientId);
        // The query is for the beginning of a name.
        List<ApiKey> keys =
                gateway.getApiKeysPaginator(request -> request.nameQuery(name).includeValues(true)).items().stream()
                        .filter(key -> key.name().equals(name))
                        .toList();
        for (ApiKey key : keys) {
            if (!UsageKey.of(clientId).equals(key.value())) {
                throw new RegistryException(
                        "API key %s (id %s) has another value than %s; remove it, and repeat the command"
                                .formatted(name, key.id(), UsageKey.of(clientId)));
            }
            keyIds.put(clientId, key.id());
        }
        return Optional.ofNullable(keyIds.get(clientId));
    }

    @Override
    public void create(String clientId) {
        keyIds.put(
                clientId,
                gateway.createApiKey(request -> request.name(environment.apiKey(clientId))
                                .description("Stands for the client; no secret, see UsageKey")
                                .value(UsageKey.of(clientId))
                                .enabled(true))
                        .id());
    }

    @Override
    public void join(String clientId, String plan) {
        try {
            gateway.createUsagePlanKey(request -> request.usagePlanId(known(usagePlanIds, plan))
                    .keyId(known(keyIds, clientId))
                    .keyType(KEY_TYPE));
        } catch (ConflictException e) {
            // Also what is said of a key that is in the usage plan already, by a repeated call whose first answer was
            // lost.
            if (!usagePlans(Optional.of(known(keyIds, clientId))).containsKey(plan)) {
                throw e;
            }
        }
    }

    @Override
    public void leave(String clientId, String plan) {
        try {
            gateway.deleteUsagePlanKey(
                    request -> request.usagePlanId(known(usagePlanIds, plan)).keyId(known(keyIds, clientId)));
        } catch (NotFoundException alreadyOut) {
            // By whom ever, it is out.
        }
    }

    private static String known(Map<String, String> ids, String name) {
        String id = ids.get(name);
        if (id == null) {
            throw new IllegalStateException("nothing was observed of " + name);
        }
        return id;
    }
}
