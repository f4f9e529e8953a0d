/** One line per request, without secrets. */
@NullMarked
package weather.kwangle.gateway.accesslog;

import org.jspecify.annotations.NullMarked;
