/** Child processes of the platform: how one is started, watched, read and stopped, so that none outlives it. */
@NullMarked
package weather.kwangle.local.process;

import org.jspecify.annotations.NullMarked;
