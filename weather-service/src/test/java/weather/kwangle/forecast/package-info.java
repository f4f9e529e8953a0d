@NullMarked
package weather.kwangle.forecast;

import org.jspecify.annotations.NullMarked;
