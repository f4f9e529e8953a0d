/** Where the sun stands: sunrise, sunset and day length, exact and offline. */
@NullMarked
package weather.kwangle.forecast.sun;

import org.jspecify.annotations.NullMarked;
