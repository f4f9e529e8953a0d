/** How much may be computed at once. */
@NullMarked
package weather.kwangle.forecast.admission;

import org.jspecify.annotations.NullMarked;
