/** What happens around a SnapStart snapshot: the code is warmed up before it, and nothing known before it decides after it. */
@NullMarked
package weather.kwangle.authorizer.snapshot;

import org.jspecify.annotations.NullMarked;
