/** The gazetteer: finds the place that a caller means by a name, an identifier or a coordinate. */
@NullMarked
package weather.kwangle.forecast.place;

import org.jspecify.annotations.NullMarked;
