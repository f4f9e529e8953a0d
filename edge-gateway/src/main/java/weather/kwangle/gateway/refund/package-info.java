/** What requests without a good answer had taken goes back to their clients. */
@NullMarked
package weather.kwangle.gateway.refund;

import org.jspecify.annotations.NullMarked;
