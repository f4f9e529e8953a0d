package weather.kwangle.authorizer.policy;

import java.util.Optional;
import weather.kwangle.policy.AccessPolicy;

/**
 * What one request is decided by, from its first look to its answer.
 *
 * @param live the policy in force, with what is refused by hand laid over it
 * @param candidate a policy to be evaluated in its shadow; empty if there is none, or none that says anything else
 */
public record PolicySnapshot(AccessPolicy live, Optional<AccessPolicy> candidate) {}
