/** What runs in the processes that are measured. */
@NullMarked
package weather.kwangle.benchmarks.function;

import org.jspecify.annotations.NullMarked;
