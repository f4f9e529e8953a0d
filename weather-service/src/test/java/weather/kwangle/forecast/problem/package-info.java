@NullMarked
package weather.kwangle.forecast.problem;

import org.jspecify.annotations.NullMarked;
