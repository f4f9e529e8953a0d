/** The client's limits on the wire: RateLimit fields and the refusal. */
@NullMarked
package weather.kwangle.gateway.quota;

import org.jspecify.annotations.NullMarked;
