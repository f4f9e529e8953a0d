/**
 * The Lambda authorizer in front of API Gateway: believes a token or not, evaluates the access policy, takes a permit and
 * signs the edge assertion. {@link weather.kwangle.authorizer.Wiring} puts the parts together.
 */
@NullMarked
package weather.kwangle.authorizer;

import org.jspecify.annotations.NullMarked;
