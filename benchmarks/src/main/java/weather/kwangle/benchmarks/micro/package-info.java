/** Costs of single parts, by JMH. */
@NullMarked
package weather.kwangle.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
