/** The operations over HTTP: thin, from parameters to an answer or a problem. */
@NullMarked
package weather.kwangle.forecast.api;

import org.jspecify.annotations.NullMarked;
