/** Who asks and for what: taken from the edge assertion and from nothing else. */
@NullMarked
package weather.kwangle.gateway.assertion;

import org.jspecify.annotations.NullMarked;
