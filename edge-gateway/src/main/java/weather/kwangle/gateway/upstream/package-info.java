/** The way to the weather service: bounded connections, bounded waits, failures that are explained. */
@NullMarked
package weather.kwangle.gateway.upstream;

import org.jspecify.annotations.NullMarked;
