/** {@code ./max-weather client}: the commands, and where their table is. */
@NullMarked
package weather.kwangle.registry.command;

import org.jspecify.annotations.NullMarked;
