/** Shows what the authorizer prints about policies, which only its own package can. */
@NullMarked
package weather.kwangle.authorizer.policy;

import org.jspecify.annotations.NullMarked;
