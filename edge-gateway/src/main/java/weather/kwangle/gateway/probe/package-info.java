/** What the cluster asks about this pod. */
@NullMarked
package weather.kwangle.gateway.probe;

import org.jspecify.annotations.NullMarked;
