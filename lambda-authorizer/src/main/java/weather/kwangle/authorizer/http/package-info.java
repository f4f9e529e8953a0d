/** Reading small documents over HTTP within a bounded time. */
@NullMarked
package weather.kwangle.authorizer.http;

import org.jspecify.annotations.NullMarked;
