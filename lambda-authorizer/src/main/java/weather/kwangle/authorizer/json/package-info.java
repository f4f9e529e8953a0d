/** JSON as strangers send it: read strictly and within bounds, written without reflection. */
@NullMarked
package weather.kwangle.authorizer.json;

import org.jspecify.annotations.NullMarked;
