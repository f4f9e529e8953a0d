/** The pipeline's steps, each run against stand-ins of the tools it calls. */
@NullMarked
package weather.kwangle.pipeline;

import org.jspecify.annotations.NullMarked;
