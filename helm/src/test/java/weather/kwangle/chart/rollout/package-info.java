/** The real jars replaced pod by pod, as the chart has a cluster do it. */
@NullMarked
package weather.kwangle.chart.rollout;

import org.jspecify.annotations.NullMarked;
