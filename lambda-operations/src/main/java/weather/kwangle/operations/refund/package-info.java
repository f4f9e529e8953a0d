/** Gives back what requests had taken that died before the gateway saw them, by API Gateway's access log. */
@NullMarked
package weather.kwangle.operations.refund;

import org.jspecify.annotations.NullMarked;
