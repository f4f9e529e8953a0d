package weather.kwangle.authorizer;

import weather.kwangle.policy.AccessPolicy;

/** Where the access policy comes from. Safe for use by many threads. */
@FunctionalInterface
interface PolicySource {

    /** The policy in force now; one request asks once. */
    AccessPolicy current();
}
