/** Errors as problem+json (RFC 9457). */
@NullMarked
package weather.kwangle.forecast.problem;

import org.jspecify.annotations.NullMarked;
