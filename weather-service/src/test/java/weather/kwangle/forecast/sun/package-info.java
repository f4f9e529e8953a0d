@NullMarked
package weather.kwangle.forecast.sun;

import org.jspecify.annotations.NullMarked;
