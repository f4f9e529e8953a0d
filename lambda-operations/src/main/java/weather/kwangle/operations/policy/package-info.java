/** Reads what AppConfig is asked to deliver, as the authorizer would. */
@NullMarked
package weather.kwangle.operations.policy;

import org.jspecify.annotations.NullMarked;
