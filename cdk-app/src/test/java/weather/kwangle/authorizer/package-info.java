/** Shows what the authorizer prints, which only its own package can. */
@NullMarked
package weather.kwangle.authorizer;

import org.jspecify.annotations.NullMarked;
