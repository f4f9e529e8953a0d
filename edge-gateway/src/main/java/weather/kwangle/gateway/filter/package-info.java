/** Thin adapters between a request and the rules of the other packages. */
@NullMarked
package weather.kwangle.gateway.filter;

import org.jspecify.annotations.NullMarked;
