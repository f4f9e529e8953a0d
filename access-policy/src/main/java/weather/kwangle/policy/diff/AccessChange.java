package weather.kwangle.policy.diff;

import java.util.List;
import java.util.SortedSet;
import weather.kwangle.policy.claims.ClaimSet;

/**
 * Subjects for which a class of requests changes in the same way.
 *
 * @param request the requests
 * @param subjects who asks
 * @param gains smallest claims that are let in now and were not; scopes as in a token
 * @param losses smallest claims that were let in and are no more; scopes as in a token
 */
public record AccessChange(
        RequestClass request, List<Subject> subjects, SortedSet<ClaimSet> gains, SortedSet<ClaimSet> losses) {}
