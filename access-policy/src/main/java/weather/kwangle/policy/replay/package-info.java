/** What a changed policy would have decided about requests that were made. */
@NullMarked
package weather.kwangle.policy.replay;

import org.jspecify.annotations.NullMarked;
