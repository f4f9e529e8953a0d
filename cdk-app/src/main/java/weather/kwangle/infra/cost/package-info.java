/** Prices a cloud assembly at AWS's list prices. It reads templates alone and knows none of the stacks. */
@NullMarked
package weather.kwangle.infra.cost;

import org.jspecify.annotations.NullMarked;
