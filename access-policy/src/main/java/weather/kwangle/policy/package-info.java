/**
 * The access policy: which client may call which operation with which scopes, and under which plan. {@link
 * weather.kwangle.policy.AccessPolicy} is read from one file and never changes afterwards; nothing here knows AWS, HTTP or
 * a clock.
 */
@NullMarked
package weather.kwangle.policy;

import org.jspecify.annotations.NullMarked;
