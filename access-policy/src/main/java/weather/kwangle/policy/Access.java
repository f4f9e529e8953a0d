package weather.kwangle.policy;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** What the policy says about a caller. */
public sealed interface Access {

    /**
     * The client is known and has a plan; each operation has its own verdict.
     *
     * @param plan what the client may use up
     * @param planSource where the plan comes from
     * @param effectiveScopes short names of the policy's scopes that count for this caller
     * @param operations a verdict for every operation of the policy, in its order
     */
    record Granted(Plan plan, PlanSource planSource, Set<String> effectiveScopes, Map<Operation, Verdict> operations)
            implements Access {
        public Granted {
            effectiveScopes = Set.copyOf(effectiveScopes);
            operations = Collections.unmodifiableMap(new LinkedHashMap<>(operations));
        }

        /**
         * Whether the caller may use one operation.
         *
         * @throws IllegalArgumentException if the policy has no such operation
         */
        public Verdict verdict(Operation operation) {
            Verdict verdict = operations.get(operation);
            if (verdict == null) {
                throw new IllegalArgumentException("the policy has no operation " + operation);
            }
            return verdict;
        }
    }

    /**
     * The token was issued for another resource than this API, or for none that it names.
     *
     * @param expected the audience that it would have to name
     */
    record WrongAudience(String expected) implements Access {
        /** One sentence for logs, of characters that need no escaping in JSON. */
        public String reason() {
            return SafeText.of("the token is not for " + expected);
        }
    }

    /** Neither the policy nor the table knows the client, and the policy denies such clients. */
    record UnknownClient(String clientId) implements Access {
        /** One sentence for the client, of characters that need no escaping in JSON. */
        public String reason() {
            return SafeText.of("client " + clientId + " is not registered for this API");
        }
    }

    /** The table gives the client a plan that the policy does not have. */
    record UnknownPlan(String clientId, String plan) implements Access {
        /** One sentence for the client, of characters that need no escaping in JSON. */
        public String reason() {
            return SafeText.of(
                    "client " + clientId + " is registered with the plan " + plan + ", which does not exist");
        }
    }

    /** Where a client's plan comes from. */
    enum PlanSource {
        /** The policy names the client. */
        POLICY,
        /** The registry table names the client. */
        TABLE,
        /** Neither does, and {@code unknownClient} names a plan for such clients. */
        UNKNOWN_CLIENT
    }
}
