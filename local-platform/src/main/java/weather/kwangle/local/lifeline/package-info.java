/** The agent in every child process: no part outlives the platform. A jar of its own, with no dependency. */
@NullMarked
package weather.kwangle.local.lifeline;

import org.jspecify.annotations.NullMarked;
