/** One line per request, without what the client asked for. */
@NullMarked
package weather.kwangle.forecast.accesslog;

import org.jspecify.annotations.NullMarked;
