/** Rotation of the key that authorizer and gateway share, without a request that fails. */
@NullMarked
package weather.kwangle.operations.rotation;

import org.jspecify.annotations.NullMarked;
