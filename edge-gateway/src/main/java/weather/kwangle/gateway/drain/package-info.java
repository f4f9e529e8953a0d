/** How the connections end when the pod stops. */
@NullMarked
package weather.kwangle.gateway.drain;

import org.jspecify.annotations.NullMarked;
