/** A batch pays for each of its places before it is routed. */
@NullMarked
package weather.kwangle.gateway.batch;

import org.jspecify.annotations.NullMarked;
