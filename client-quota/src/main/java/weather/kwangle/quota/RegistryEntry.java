package weather.kwangle.quota;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * What is written down about one client.
 *
 * @param plan a plan of the access policy; empty if the policy file alone decides
 * @param statusBy who set the status
 * @param statusWhy why, for the operators
 * @param statusUntil when a suspension ends by itself; empty if it does not
 */
public record RegistryEntry(
        Optional<String> plan,
        Status status,
        Optional<String> statusBy,
        Optional<String> statusWhy,
        Optional<Instant> statusUntil) {

    /** What it means that nothing is written down: no plan, active. */
    public static final RegistryEntry NOTHING =
            new RegistryEntry(Optional.empty(), Status.ACTIVE, Optional.empty(), Optional.empty(), Optional.empty());

    /** Whether the operators let a client in. */
    public enum Status {
        ACTIVE,
        SUSPENDED;

        /** The word in the table: {@code active}, {@code suspended}. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The status of that word. */
        public static Optional<Status> of(String wireName) {
            for (Status status : values()) {
                if (status.wireName().equals(wireName)) {
                    return Optional.of(status);
                }
            }
            return Optional.empty();
        }
    }

    /** An active client of that plan. */
    public static RegistryEntry active(String plan) {
        return new RegistryEntry(
                Optional.of(plan), Status.ACTIVE, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** The same with another plan. */
    public RegistryEntry withPlan(String other) {
        return new RegistryEntry(Optional.of(other), status, statusBy, statusWhy, statusUntil);
    }

    /** The same, shut out. */
    public RegistryEntry suspended(String by, String why, Optional<Instant> until) {
        return new RegistryEntry(plan, Status.SUSPENDED, Optional.of(by), Optional.of(why), until);
    }

    /** The same, let in again. */
    public RegistryEntry resumed(String by) {
        return new RegistryEntry(plan, Status.ACTIVE, Optional.of(by), Optional.empty(), Optional.empty());
    }

    /** Whether the client is shut out at that time; a suspension ends at {@code statusUntil}. */
    public boolean suspendedAt(Instant now) {
        return status == Status.SUSPENDED && statusUntil.map(now::isBefore).orElse(true);
    }
}
