@NullMarked
package weather.kwangle.forecast.climate;

import org.jspecify.annotations.NullMarked;
