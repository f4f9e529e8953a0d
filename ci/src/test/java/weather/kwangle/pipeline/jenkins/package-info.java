/** What Jenkins does with a declarative pipeline, as far as ours depends on it; what it does not know it refuses. */
@NullMarked
package weather.kwangle.pipeline.jenkins;

import org.jspecify.annotations.NullMarked;
