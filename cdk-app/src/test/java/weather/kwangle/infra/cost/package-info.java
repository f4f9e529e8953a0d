@NullMarked
package weather.kwangle.infra.cost;

import org.jspecify.annotations.NullMarked;
