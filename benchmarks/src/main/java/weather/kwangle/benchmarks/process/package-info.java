/** Whole processes side by side, through the Lambda Runtime API. */
@NullMarked
package weather.kwangle.benchmarks.process;

import org.jspecify.annotations.NullMarked;
