/** What a decision of the authorizer costs, beside others that do the same. */
@NullMarked
package weather.kwangle.benchmarks;

import org.jspecify.annotations.NullMarked;
