/**
 * The operators' registry of clients: what has to be done so that a client has its plan, its API key and its status, and in
 * which order. This package decides; {@code aws} and {@code command} do.
 */
@NullMarked
package weather.kwangle.registry;

import org.jspecify.annotations.NullMarked;
