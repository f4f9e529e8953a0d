/** The logging chart: Fluent Bit on every node, and what it does with what containers print. */
@NullMarked
package weather.kwangle.chart.logging;

import org.jspecify.annotations.NullMarked;
