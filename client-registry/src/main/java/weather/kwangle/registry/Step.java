package weather.kwangle.registry;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import weather.kwangle.quota.RegistryEntry;
import weather.kwangle.quota.RegistryEntry.Status;

/** One thing to do. Doing it is one call, and who repeats the command does only what is still left. */
public sealed interface Step {

    /** What it does, as an instruction. */
    String sentence();

    /**
     * Cognito makes an app client, with an id and a secret of its choice.
     *
     * @param scopes as tokens name them; without any it gets no token
     */
    record CreateAppClient(String name, Set<String> scopes) implements Step {
        public CreateAppClient {
            scopes = Set.copyOf(scopes);
        }

        @Override
        public String sentence() {
            return "create the app client %s for client credentials, %s"
                    .formatted(
                            name,
                            scopes.isEmpty()
                                    ? "without scopes: it gets no token before it has some"
                                    : "scopes " + String.join(", ", new TreeSet<>(scopes)));
        }
    }

    /** The client's API key comes into being, in no usage plan. */
    record CreateKey(String clientId) implements Step {
        @Override
        public String sentence() {
            return "create the API key of " + clientId;
        }
    }

    /** The key goes out of a usage plan; API Gateway then refuses the client until it is in another. */
    record LeaveUsagePlan(String clientId, String plan) implements Step {
        @Override
        public String sentence() {
            return "take the API key of %s out of the usage plan of %s".formatted(clientId, plan);
        }
    }

    /** The key goes into a usage plan. */
    record JoinUsagePlan(String clientId, String plan) implements Step {
        @Override
        public String sentence() {
            return "put the API key of %s into the usage plan of %s".formatted(clientId, plan);
        }
    }

    /** The table's entry changes, if it still is what was seen. */
    record WriteEntry(String clientId, RegistryEntry seen, RegistryEntry next) implements Step {
        @Override
        public String sentence() {
            if (!seen.plan().equals(next.plan())) {
                return "write plan %s of %s to the table%s"
                        .formatted(
                                next.plan().orElse("none"),
                                clientId,
                                seen.plan().map(plan -> ", instead of " + plan).orElse(""));
            }
            String instead = seen.status() == Status.SUSPENDED ? ", instead of: " + status(seen) : "";
            return "write to the table that %s is %s%s".formatted(clientId, status(next), instead);
        }
    }

    /** The status in words: who, why, until when. */
    static String status(RegistryEntry entry) {
        Optional<String> until = entry.statusUntil().map(Instant::toString);
        return entry.status().wireName()
                + entry.statusBy().map(by -> " by " + by).orElse("")
                + entry.statusWhy().map(why -> " (" + why + ")").orElse("")
                + until.map(end -> " until " + end).orElse("");
    }
}
