/**
 * What the weather of a place is usually like: an offline climatology with honest bands. Its answers are never a
 * forecast.
 */
@NullMarked
package weather.kwangle.forecast.climate;

import org.jspecify.annotations.NullMarked;
