/** The chart of the platform itself, helm/max-weather. */
@NullMarked
package weather.kwangle.chart.release;

import org.jspecify.annotations.NullMarked;
