/** What a client used and got back, day by day. */
@NullMarked
package weather.kwangle.quota.history;

import org.jspecify.annotations.NullMarked;
