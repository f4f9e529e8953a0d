/** What a Helm chart renders, and what must hold of it. */
@NullMarked
package weather.kwangle.chart;

import org.jspecify.annotations.NullMarked;
