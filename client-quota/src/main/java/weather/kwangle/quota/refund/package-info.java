/** Permits given back for answers that were not given, once for each request. */
@NullMarked
package weather.kwangle.quota.refund;

import org.jspecify.annotations.NullMarked;
