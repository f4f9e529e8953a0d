/** Errors as problem+json (RFC 9457). */
@NullMarked
package weather.kwangle.gateway.problem;

import org.jspecify.annotations.NullMarked;
