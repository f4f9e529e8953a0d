/**
 * How the access policy reaches the function while it runs: read again and again, at requests, the last good one kept. Break
 * glass is delivered apart and laid over it; a candidate is evaluated in its shadow.
 */
@NullMarked
package weather.kwangle.authorizer.policy;

import org.jspecify.annotations.NullMarked;
