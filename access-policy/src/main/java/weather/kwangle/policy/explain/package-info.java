/** Why a request is let in or refused, and what would change that. */
@NullMarked
package weather.kwangle.policy.explain;

import org.jspecify.annotations.NullMarked;
