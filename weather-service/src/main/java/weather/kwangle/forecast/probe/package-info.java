/** What the kubelet asks. */
@NullMarked
package weather.kwangle.forecast.probe;

import org.jspecify.annotations.NullMarked;
