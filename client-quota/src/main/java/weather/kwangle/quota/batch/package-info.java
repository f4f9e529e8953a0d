/** Permits for the further places of a batch. */
@NullMarked
package weather.kwangle.quota.batch;

import org.jspecify.annotations.NullMarked;
