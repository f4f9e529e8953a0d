/** Writes reports and compiled policies as JSON. */
@NullMarked
package weather.kwangle.policy.json;

import org.jspecify.annotations.NullMarked;
