package weather.kwangle.policy.replay;

import java.util.Optional;

/** What a line of a log turned out to be. */
sealed interface RecordedLine {

    /**
     * A decision that the policy made.
     *
     * @param operation method and path as recorded: of an allowed request its operation, of a refused one as asked
     * @param plan the plan of the client; empty if it had none
     * @param tablePlan the plan that the registry table gives it
     * @param scopes scopes as in the token, a line for each
     * @param groups groups of the token, a line for each
     * @param audiences what the token is for, a line for each; empty if the line does not say
     * @param time when, as written; empty if the line does not say
     */
    record Decision(
            boolean allowed,
            String client,
            String operation,
            String plan,
            Optional<String> tablePlan,
            String scopes,
            String groups,
            String audiences,
            String policyVersion,
            String time)
            implements RecordedLine {}

    /** A decision that was not the policy's to make, or one before the policy was asked. */
    record NotThePolicys() implements RecordedLine {}

    /** A decision of the policy whose line does not say the scopes and groups of the token. */
    record WithoutClaims() implements RecordedLine {}

    /** No decision: what Lambda prints, audit lines, metrics. */
    record Other() implements RecordedLine {}

    /** A line that begins like a JSON object and is none, or a decision that lacks what every decision has. */
    record Malformed() implements RecordedLine {}
}
