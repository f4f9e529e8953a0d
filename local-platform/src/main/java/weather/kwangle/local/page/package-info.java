/** The documentation page of the local run: the contract in Swagger UI, without any network. */
@NullMarked
package weather.kwangle.local.page;

import org.jspecify.annotations.NullMarked;
