package weather.kwangle.policy.replay;

import java.util.List;

/**
 * Requests of one kind that the new policy decides otherwise.
 *
 * @param operation what was asked for
 * @param scopes scopes of the token
 * @param groups groups of the token
 * @param reason what the new policy says
 * @param tally how often and when
 */
public record ReplayedChange(
        String client, String operation, List<String> scopes, List<String> groups, String reason, Tally tally) {}
