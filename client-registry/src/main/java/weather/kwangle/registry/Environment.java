package weather.kwangle.registry;

import java.util.Locale;
import java.util.Optional;

/** An environment in AWS and what the stacks call its things. */
public enum Environment {
    STAGING("max-weather-staging", "access-policy.staging.yaml"),
    PRODUCTION("max-weather", "access-policy.yaml");

    private final String prefix;
    private final String policy;

    Environment(String prefix, String policy) {
        this.prefix = prefix;
        this.policy = policy;
    }

    /** The environment that operators call so. */
    public static Optional<Environment> named(String name) {
        for (Environment environment : values()) {
            if (environment.wireName().equals(name)) {
                return Optional.of(environment);
            }
        }
        return Optional.empty();
    }

    /** {@code staging} or {@code production}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public String quotaTable() {
        return prefix + "-quota";
    }

    public String userPool() {
        return prefix + "-users";
    }

    /** Name of the API key of a client. */
    public String apiKey(String clientId) {
        return prefix + "-" + clientId;
    }

    /** Name of the usage plan of a plan. */
    public String usagePlan(String plan) {
        return prefix + "-" + plan;
    }

    /** Its access policy, from the project's root. */
    public String policyFile() {
        return "access-policy/policy/" + policy;
    }
}
