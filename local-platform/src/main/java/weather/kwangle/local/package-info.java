/** Starts, supervises and stops the whole platform on one machine. */
@NullMarked
package weather.kwangle.local;

import org.jspecify.annotations.NullMarked;
