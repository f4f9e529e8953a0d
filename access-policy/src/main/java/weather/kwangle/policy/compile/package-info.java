/** The policy as the function gets it: JSON, the same bytes for the same rules. */
@NullMarked
package weather.kwangle.policy.compile;

import org.jspecify.annotations.NullMarked;
