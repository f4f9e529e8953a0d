@NullMarked
package weather.kwangle.quota.refund;

import org.jspecify.annotations.NullMarked;
