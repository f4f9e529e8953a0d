@NullMarked
package weather.kwangle.forecast.batch;

import org.jspecify.annotations.NullMarked;
