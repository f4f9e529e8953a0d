/** What changes between two policies, for every token there can be: exact, so that "no change" is a proof. */
@NullMarked
package weather.kwangle.policy.diff;

import org.jspecify.annotations.NullMarked;
