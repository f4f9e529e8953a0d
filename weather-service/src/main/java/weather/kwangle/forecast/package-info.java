/** The weather service as a process: what starts it and how its parts are joined. */
@NullMarked
package weather.kwangle.forecast;

import org.jspecify.annotations.NullMarked;
