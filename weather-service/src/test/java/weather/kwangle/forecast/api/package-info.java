@NullMarked
package weather.kwangle.forecast.api;

import org.jspecify.annotations.NullMarked;
