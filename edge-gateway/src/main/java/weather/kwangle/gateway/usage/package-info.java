/** A client's own account. */
@NullMarked
package weather.kwangle.gateway.usage;

import org.jspecify.annotations.NullMarked;
