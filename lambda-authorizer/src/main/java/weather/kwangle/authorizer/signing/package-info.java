/** Signs edge assertions with the key that authorizer and gateway share, wherever that key is kept. */
@NullMarked
package weather.kwangle.authorizer.signing;

import org.jspecify.annotations.NullMarked;
