@NullMarked
package weather.kwangle.forecast.admission;

import org.jspecify.annotations.NullMarked;
